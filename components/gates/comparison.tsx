'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { CompareItems } from '#components/evals/compare/compare-items.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { StatusBadge } from '#components/ui/badge/badge.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { ButtonLink } from '#components/ui/form/button.tsx';
import { PlainLink } from '#components/ui/link.tsx';
import { PageHeadline } from '#components/ui/page-headline.tsx';
import { Panel, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { ComparisonHead } from './comparison-head.tsx';
import { GatePlot } from './gate-plot.tsx';
import { methodFacts } from './gate-policy.ts';

/** Two runs compared by category, with the verdict that the gate would give; below it their items. */
export function Comparison({ candidate, baseline }: { candidate: string; baseline: string }) {
  const trpc = useTRPC();
  const { project } = useProject();
  const { data } = useSuspenseQuery(
    trpc.gates.compareSummary.queryOptions({ project: project.name, run: candidate, baseline }),
  );
  if (!data.comparable) return <NotComparable message={data.message} candidate={candidate} baseline={baseline} />;
  const { decision } = data;
  return (
    <>
      <ComparisonHead summary={data} />
      <Panel>
        <PanelHeader
          title="By category"
          badge={<StatusBadge state={decision.verdict} />}
          meta={<span className="phone:hidden">as the gate of {data.run.prompt} would decide</span>}
        />
        <GatePlot
          decision={decision}
          nameNode={(category) => (
            <PlainLink
              href={to.compareRuns(project.name, { candidate, baseline, category, show: 'all' })}
              scroll={false}
              className="quiet-link"
            >
              {category}
            </PlainLink>
          )}
        />
        <PanelFoot>{methodFacts(decision).join(' · ')}</PanelFoot>
      </Panel>
      <CompareItems />
    </>
  );
}

/** Why two runs cannot be compared, and the remedy. */
function NotComparable({ message, candidate, baseline }: { message: string; candidate: string; baseline: string }) {
  const { project } = useProject();
  return (
    <>
      <PageHeadline>These two runs cannot be compared.</PageHeadline>
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
