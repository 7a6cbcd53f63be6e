'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { PageCrumb } from '#components/shell/crumb-title.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import { Panel, PanelHeader } from '#components/ui/panel.tsx';
import { ActionBar } from './action-bar.tsx';
import { ApprovalsPanel } from './approvals-panel.tsx';
import { ChangesPanel } from './changes-panel.tsx';
import { GatePanels } from './gate-panels.tsx';
import { OtherModels } from './other-models.tsx';
import { PromotionHead } from './promotion-head.tsx';
import { PromotionTimeline } from './promotion-timeline.tsx';
import { stepWords } from './promotion-words.ts';
import { RecentChanges } from './recent-changes.tsx';
import { RolloutPanel } from './rollout-panel.tsx';
import { usePromotionMoves } from './use-promotion-moves.ts';
import { WaysOn } from './ways-on.tsx';
import { WorstItems } from './worst-items.tsx';

/** The page people decide on; afterwards the record of what was decided. It moves on by itself. */
export function PromotionPage({ id }: { id: string }) {
  const trpc = useTRPC();
  const { project } = useProject();
  const { data: detail } = useSuspenseQuery(trpc.promotions.detail.queryOptions({ project: project.name, id }));
  usePromotionMoves(detail);
  return (
    <>
      <PageCrumb title={`${detail.prompt} ${stepWords(detail)}`} />
      <PromotionHead detail={detail} />
      <ActionBar detail={detail} />
      {/* Read in the order of decision: does it hold, who says so, what is it. On a wide screen: what, does it, who. */}
      <div className="grid items-start gap-4 min-[1421px]:grid-cols-[minmax(0,15.25rem)_minmax(0,1fr)_minmax(0,15.75rem)] max-[1420px]:grid-cols-[minmax(0,1fr)_minmax(0,16.5rem)] narrow:grid-cols-1 phone:gap-3">
        <div className="grid content-start gap-4 min-[1421px]:order-2 phone:gap-3">
          <GatePanels detail={detail} />
        </div>
        <div className="grid content-start gap-4 min-[1421px]:order-3 max-[1420px]:row-span-2 phone:gap-3 narrow:row-span-1">
          <ApprovalsPanel detail={detail} />
          <RecentChanges detail={detail} />
          <RolloutPanel detail={detail} />
          <WaysOn detail={detail} />
        </div>
        <div className="grid content-start gap-4 min-[1421px]:order-1 max-[1420px]:col-start-1 phone:gap-3">
          <ChangesPanel detail={detail} />
          <OtherModels detail={detail} />
        </div>
      </div>
      <WorstItems detail={detail} />
      <Panel>
        <PanelHeader title="Timeline" />
        <PromotionTimeline steps={detail.timeline} />
      </Panel>
    </>
  );
}
