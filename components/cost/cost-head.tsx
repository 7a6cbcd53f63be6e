'use client';

import type { ReactNode } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import type { Address } from '#components/ui/link.tsx';
import { PageHeadline } from '#components/ui/page-headline.tsx';
import { LinkTabs } from '#components/ui/tabs.tsx';

/** The pages of cost in the order of their tab strip: a line each. */
const COST_TABS = [
  { name: 'outcomes', label: 'Outcomes', href: (project: string): Address => to.cost(project) },
  { name: 'savings', label: 'Savings', href: (project: string): Address => to.savings(project) },
  { name: 'budgets', label: 'Budgets', href: (project: string): Address => to.budgets(project) },
  { name: 'invoices', label: 'Invoices', href: (project: string): Address => to.invoices(project) },
  { name: 'reprice', label: 'Corrected prices', href: (project: string): Address => to.reprice(project) },
] as const;

type CostTab = (typeof COST_TABS)[number]['name'];

/** The headline of a page of cost, and the tabs. */
export function CostHead({ tab, headline, evidence }: { tab: CostTab; headline: ReactNode; evidence?: ReactNode }) {
  const { project } = useProject();
  const tabs = COST_TABS.map(({ name, label, href }) => ({ label, href: href(project.name), current: name === tab }));
  return (
    <>
      <PageHeadline evidence={evidence}>{headline}</PageHeadline>
      <LinkTabs label="Cost" tabs={tabs} />
    </>
  );
}
