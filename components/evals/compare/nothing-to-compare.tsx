'use client';

import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ButtonLink } from '#components/ui/form/button.tsx';
import { PageHeadline } from '#components/ui/page-headline.tsx';
import { Panel } from '#components/ui/panel.tsx';

/** Shown where the address does not name two runs. */
export function NothingToCompare() {
  const { project } = useProject();
  return (
    <>
      <PageHeadline>A comparison needs two runs, and fewer were picked.</PageHeadline>
      <Panel>
        <EmptyState
          level={2}
          title="Pick two runs"
          action={
            <ButtonLink variant="primary" href={to.evals(project.name, { tab: 'runs' })}>
              Go to the runs
            </ButtonLink>
          }
        >
          Tick a baseline and a candidate of the same dataset version, then choose Compare.
        </EmptyState>
      </Panel>
    </>
  );
}
