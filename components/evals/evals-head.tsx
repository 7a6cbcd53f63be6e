'use client';

import type { ReactNode } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { PageHeadline } from '#components/ui/page-headline.tsx';
import { LinkTabs } from '#components/ui/tabs.tsx';

/** The headline of the page, then its two tabs: golden sets, and runs on them. */
export function EvalsHead({
  tab,
  children,
  evidence,
}: {
  tab: 'datasets' | 'runs';
  children: ReactNode;
  evidence: ReactNode;
}) {
  const { project } = useProject();
  return (
    <>
      <PageHeadline evidence={evidence}>{children}</PageHeadline>
      <LinkTabs
        label="Evals"
        tabs={[
          { href: to.evals(project.name), label: 'Datasets', current: tab === 'datasets' },
          { href: to.evals(project.name, { tab: 'runs' }), label: 'Runs', current: tab === 'runs' },
        ]}
      />
    </>
  );
}
