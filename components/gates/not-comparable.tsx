'use client';

import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { AnswerHeader } from '#components/ui/answer-header.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ButtonLink } from '#components/ui/form/button.tsx';
import { Panel } from '#components/ui/panel.tsx';

/** Why two runs cannot be held against each other, and what to do about it. */
export function NotComparable({
  message,
  candidate,
  baseline,
}: {
  message: string;
  candidate: string;
  baseline: string;
}) {
  const { project } = useProject();
  return (
    <>
      <AnswerHeader>These two runs cannot be compared.</AnswerHeader>
      <Panel>
        <EmptyState
          level={2}
          title={message}
          action={
            <>
              <ButtonLink href={to.evals(project.name, { tab: 'runs', pick: baseline })}>Pick another run</ButtonLink>
              <ButtonLink variant="ghost" href={to.evalRun(project.name, baseline)}>
                Open A
              </ButtonLink>
              <ButtonLink variant="ghost" href={to.evalRun(project.name, candidate)}>
                Open B
              </ButtonLink>
            </>
          }
        >
          Answers are compared item by item: both runs have to be complete, on the same version of the same dataset, and
          scored by the same scorers. Import the older one again on the newest version, then pick it.
        </EmptyState>
      </Panel>
    </>
  );
}
