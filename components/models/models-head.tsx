'use client';

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { PageHeadline } from '#components/ui/page-headline.tsx';
import { LinkTabs } from '#components/ui/tabs.tsx';
import type { MODELS_TABS } from './models-state.ts';

/** The tabs of the page; a further one is a line here. */
const TABS: readonly { tab: (typeof MODELS_TABS)[number]; label: string }[] = [
  { tab: 'registry', label: 'Registry' },
  { tab: 'deprecations', label: 'Deprecations' },
  { tab: 'lineage', label: 'Lineage' },
  { tab: 'inbox', label: 'Changelog inbox' },
  { tab: 'prices', label: 'Price inbox' },
];

/** Lineage has a page of its own, whose query is the graph's. */
const addressOf = (project: string, tab: (typeof MODELS_TABS)[number]) =>
  tab === 'lineage' ? to.lineage(project) : to.models(project, tab === 'registry' ? {} : { tab });

/** The headline of the page, then its tabs. */
export function ModelsHead({
  tab,
  total,
  children,
  evidence,
}: {
  tab: (typeof MODELS_TABS)[number];
  /** Registered models; undefined where that was not read. */
  total?: number;
  children: ReactNode;
  evidence?: ReactNode;
}) {
  const trpc = useTRPC();
  const { project } = useProject();
  const calendar = useQuery(trpc.models.calendar.queryOptions({ project: project.name }));
  const inbox = useQuery(trpc.models.inbox.queryOptions({ project: project.name }));
  const differing = useQuery(trpc.catalogues.count.queryOptions({ project: project.name }));
  const counts: Partial<Record<(typeof MODELS_TABS)[number], number>> = {
    registry: total,
    deprecations: calendar.data?.rows.length,
    inbox: inbox.data?.waiting.length,
    prices: differing.data,
  };
  return (
    <>
      <PageHeadline evidence={evidence}>{children}</PageHeadline>
      <LinkTabs
        label="Models"
        tabs={TABS.map((each) => ({
          href: addressOf(project.name, each.tab),
          label: each.label,
          count: counts[each.tab],
          current: each.tab === tab,
        }))}
      />
    </>
  );
}
