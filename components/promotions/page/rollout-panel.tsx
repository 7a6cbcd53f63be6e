import { type PromotionDetail, servesNow } from '#components/promotions/promotion-words.ts';
import { LadderList, type LadderStep } from '#components/ui/data/ladder.tsx';
import { Panel, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time/time.tsx';
import { isFinal } from '#server/promotions/domain/promotion-machine.ts';

/** How traffic moves: all of it at once, with the last approval. */
export function RolloutPanel({ detail }: { detail: PromotionDetail }) {
  const done = detail.timeline.findLast(({ kind }) => kind === 'completed');
  const back = detail.timeline.findLast(({ kind }) => kind === 'rolled_back');
  const step: LadderStep = {
    label: '100 %',
    state: back ? 'ahead' : done ? 'done' : 'ahead',
    detail: back ? (
      <>
        taken back <Time at={back.at} style="at" />
      </>
    ) : done ? (
      <>
        {servesNow(detail) ? 'serves' : 'served'} since <Time at={done.at} style="at" />
      </>
    ) : isFinal(detail.status) ? (
      'never started'
    ) : (
      'at once, with the last approval'
    ),
  };
  return (
    <Panel>
      <PanelHeader title="Rollout" meta={`immediate, ${back ? 'rolled back' : done ? 'done' : 'not started'}`} />
      <LadderList steps={[step]} />
      <PanelFoot>{foot(detail)}</PanelFoot>
    </Panel>
  );
}

function foot(detail: PromotionDetail): string {
  const { rollbackTo, serving, to, status } = detail;
  if (rollbackTo) return `Version ${rollbackTo.version} is kept and comes back with Roll back.`;
  if (status === 'completed' && servesNow(detail))
    return `Nothing served ${to} before: there is nothing to roll back to.`;
  return serving ? `Version ${serving.version} serves ${to} now.` : `Nothing serves ${to} now.`;
}
