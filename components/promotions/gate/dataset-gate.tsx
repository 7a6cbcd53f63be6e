'use client';

import { scorerWords } from '#components/evals/scorer-words.ts';
import { Evidence } from '#components/gates/evidence.tsx';
import { GatePlot } from '#components/gates/gate-plot.tsx';
import { methodFacts, policyWords } from '#components/gates/gate-policy.ts';
import { SharedItems } from '#components/gates/shared-items.tsx';
import type { PromotionDetail } from '#components/promotions/promotion-words.ts';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { StatusBadge } from '#components/ui/badge/badge.tsx';
import { PlainLink } from '#components/ui/link.tsx';
import { Panel, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { figuresOf } from './figures-of.ts';
import { GateReasons } from './gate-reasons.tsx';

type Gate = NonNullable<PromotionDetail['gate']>;
type Decision = Gate['datasets'][number];

/** One golden set: the intervals by category, why it is not a pass, and the runs that were compared. */
export function DatasetGate({
  detail,
  gate,
  decision,
  several,
  first,
}: {
  detail: PromotionDetail;
  gate: Gate;
  decision: Decision;
  several: boolean;
  first: boolean;
}) {
  const scorers = figuresOf(detail, decision.dataset).candidate?.scorers ?? [];
  const facts = [...methodFacts(decision), ...(scorers.length > 0 ? [scorerWords(scorers)] : [])];
  const { candidateRun, baselineRun } = decision;
  return (
    <Panel>
      <PanelHeader
        title={several ? `Does it hold on ${decision.dataset}?` : 'Does it hold?'}
        badge={<StatusBadge state={decision.verdict} />}
        meta={<span className="phone:hidden">{policyWords(gate.rules)}</span>}
      />
      {decision.categories.length > 0 && (
        <GatePlot
          decision={decision}
          nameNode={(category) =>
            candidateRun && baselineRun ? (
              <CategoryLink candidate={candidateRun.run} baseline={baselineRun.run} category={category} />
            ) : (
              category
            )
          }
        />
      )}
      {first && <GateReasons gate={gate} />}
      <SharedItems shared={gate.shared?.filter(({ dataset }) => dataset === decision.dataset) ?? []} />
      <PanelFoot>
        {facts.join(' · ')} · <Evidence gate={gate} name={`${detail.prompt} ${detail.version}`} />
      </PanelFoot>
    </Panel>
  );
}

/** The name of a category leads to its items, side by side. */
function CategoryLink(pair: { candidate: string; baseline: string; category: string }) {
  const { project } = useProject();
  return (
    <PlainLink href={to.compareRuns(project.name, { ...pair, show: 'all' })} className="quiet-link">
      {pair.category}
    </PlainLink>
  );
}
