'use client';

import { useQuery, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect } from 'react';
import { ActionButton } from '#components/promotions/actions/action-button.tsx';
import { actionTitle, otherRefusals } from '#components/promotions/actions/action-title.ts';
import { ApprovalsPanel } from '#components/promotions/actions/approvals-panel.tsx';
import { actionsOf } from '#components/promotions/actions/offered-actions.ts';
import { GatePanels } from '#components/promotions/gate/gate-panels.tsx';
import { NextSteps } from '#components/promotions/gate/next-steps.tsx';
import { OtherModels } from '#components/promotions/gate/other-models.tsx';
import { WorstItems } from '#components/promotions/gate/worst-items.tsx';
import { type PromotionDetail, stepWords } from '#components/promotions/promotion-words.ts';
import { PageCrumb } from '#components/shell/frame/crumb-title.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { AGAIN_MS } from '#components/shell/reads/live.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { PageActionBar } from '#components/ui/page-action-bar.tsx';
import { Panel, PanelHeader } from '#components/ui/panel.tsx';
import { ChangesPanel } from './changes-panel.tsx';
import { PromotionHead } from './promotion-head.tsx';
import { PromotionTimeline } from './promotion-timeline.tsx';
import { RecentChanges } from './recent-changes.tsx';
import { RolloutPanel } from './rollout-panel.tsx';

/** The page on which people decide; afterwards the record of the decision. It refreshes by itself. */
export function PromotionPage({
  id,
  cost,
  earlier,
}: {
  id: string;
  /** A panel of another feature, below the gate. */
  cost?: (detail: PromotionDetail) => ReactNode;
  /** A panel of another feature, above the approvals. */
  earlier?: ReactNode;
}) {
  const trpc = useTRPC();
  const { project } = useProject();
  const { data: detail } = useSuspenseQuery(trpc.promotions.detail.queryOptions({ project: project.name, id }));
  usePromotionChanges(detail);
  return (
    <>
      <PageCrumb title={`${detail.prompt} ${stepWords(detail)}`} />
      <PromotionHead detail={detail} />
      <ActionBar detail={detail} />
      {/* In the order in which a reviewer decides: gate, approvals, changes. A wide screen shows changes, gate, approvals. */}
      <div className="grid items-start gap-4 min-[1421px]:grid-cols-[minmax(0,15.25rem)_minmax(0,1fr)_minmax(0,15.75rem)] max-[1420px]:grid-cols-[minmax(0,1fr)_minmax(0,16.5rem)] narrow:grid-cols-1 phone:gap-3">
        <div className="grid content-start gap-4 min-[1421px]:order-2 phone:gap-3">
          <GatePanels detail={detail} />
          {cost?.(detail)}
        </div>
        <div className="grid content-start gap-4 min-[1421px]:order-3 max-[1420px]:row-span-2 phone:gap-3 narrow:row-span-1">
          {earlier}
          <ApprovalsPanel detail={detail} />
          <RecentChanges detail={detail} />
          <RolloutPanel detail={detail} />
          <NextSteps detail={detail} />
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

/** The actions, visible while the page scrolls. Renders nothing where this status offers no action. */
function ActionBar({ detail }: { detail: PromotionDetail }) {
  const actions = actionsOf(detail);
  const main = actions.at(-1);
  if (!main) return null;
  const { title, detail: under } = actionTitle(detail, main);
  return (
    <PageActionBar
      title={title}
      actions={actions.map((offered) => (
        <ActionButton key={offered.action} offered={offered} id={detail.id} revision={detail.revision} />
      ))}
    >
      {under}
      {otherRefusals(actions).map((reason) => (
        <span key={reason} className="block phone:hidden">
          {reason}
        </span>
      ))}
    </PageActionBar>
  );
}

/** Polls the revision of the promotion and the serving deployment, a small query; reads the whole page again when one changed. */
function usePromotionChanges(detail: PromotionDetail): void {
  const trpc = useTRPC();
  const client = useQueryClient();
  const { project } = useProject();
  const input = { project: project.name, id: detail.id };
  const state = useQuery({
    ...trpc.promotions.state.queryOptions(input),
    refetchInterval: detail.status === 'evaluating' ? AGAIN_MS.watched : AGAIN_MS.decision,
    staleTime: 0,
  });
  const changed =
    state.data !== undefined &&
    (state.data.revision > detail.revision || state.data.servingId !== (detail.serving?.deploymentId ?? null));
  const key = trpc.promotions.detail.queryKey(input);
  useEffect(() => {
    if (changed) void client.invalidateQueries({ queryKey: key });
  }, [changed, client, key]);
}
