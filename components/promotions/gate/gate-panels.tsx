'use client';

import { policyWords } from '#components/gates/gate-policy.ts';
import { LimitsPanel } from '#components/gates/limits-panel.tsx';
import type { PromotionDetail } from '#components/promotions/promotion-words.ts';
import { StatusBadge } from '#components/ui/badge/badge.tsx';
import { Panel, PanelBody, PanelHeader } from '#components/ui/panel.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { DatasetGate } from './dataset-gate.tsx';
import { figuresOf } from './figures-of.ts';
import { GateReasons } from './gate-reasons.tsx';

/** "Does it hold?": one panel per golden set with the runs that were compared, then floors and limits. */
export function GatePanels({ detail }: { detail: PromotionDetail }) {
  const { gate } = detail;
  if (!gate || detail.status === 'evaluating') return <Deciding again={gate !== null} />;
  const several = gate.datasets.length > 1;
  return (
    <>
      {gate.datasets.length === 0 && (
        <Panel>
          <PanelHeader
            title="Does it hold?"
            badge={<StatusBadge state={gate.verdict} />}
            meta={policyWords(gate.rules)}
          />
          <GateReasons gate={gate} />
          {gate.note === 'identical' && <PanelBody>The same variant serves already: nothing would change.</PanelBody>}
        </Panel>
      )}
      {gate.datasets.map((decision, index) => (
        <div key={decision.dataset} className="grid gap-4 phone:gap-3">
          <DatasetGate detail={detail} gate={gate} decision={decision} several={several} first={index === 0} />
          <LimitsPanel decision={decision} figures={figuresOf(detail, decision.dataset)} several={several} />
        </div>
      ))}
    </>
  );
}

function Deciding({ again }: { again: boolean }) {
  return (
    <Panel>
      <PanelHeader title="Does it hold?" badge={<StatusBadge state="running">Deciding</StatusBadge>} />
      <SkeletonRows rows={3} tall label="The gate is deciding" />
      <PanelBody className="border-t text-12 text-muted-foreground">
        {again ? 'The gate runs again, from the newest runs there are.' : 'The verdict appears here by itself.'}
      </PanelBody>
    </Panel>
  );
}
