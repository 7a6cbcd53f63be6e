'use client';

import type { ReactNode } from 'react';
import { EnvironmentLanes, type Lane } from '#components/charts/lanes/environment-lanes.tsx';
import { RollBack } from '#components/promotions/actions/roll-back.tsx';
import { Age } from '#components/prompts/age.tsx';
import { DeployVersion } from '#components/prompts/deploy-version.tsx';
import type { Head } from '#components/prompts/prompt-tabs.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { TextLink } from '#components/ui/link.tsx';
import { EnvironmentBadge } from '#components/ui/tags.tsx';
import { modelText } from '#server/prompts/domain/variant.ts';
import { type OpenPromotion, PromoteStep } from './promote-step.tsx';

type HeadLane = Head['lanes'][number];

/** What serves where. Each arrow offers the next step: a promotion into a protected environment, else a deployment. */
export function PromptLanes({ head, promotions }: { head: Head; promotions: readonly OpenPromotion[] }) {
  const { project } = useProject();
  if (head.latestVersion === null) return null;
  const latest = head.latestVersion;
  const steps = stepsOf(head);
  const lanes = head.lanes.map(
    (lane, i): Lane => ({
      key: lane.environment,
      badge: <EnvironmentBadge name={lane.environment} />,
      since: lane.serving && <Age since={lane.serving.since} prefix="for " />,
      serving: lane.serving && {
        label: String(lane.serving.version),
        note: behindWords(lane),
        href: to.prompt(project.name, head.name, { tab: 'editor', version: lane.serving.version }),
      },
      meta: <LaneMeta lane={lane} />,
      aside: lane.serving?.promotionId ? (
        <RollBack key={lane.serving.promotionId} id={lane.serving.promotionId} />
      ) : i === 0 && !lane.protected ? (
        <DeployVersion
          prompt={head.name}
          environment={lane.environment}
          serving={lane.serving}
          suggested={latest}
          latest={latest}
        />
      ) : undefined,
      action: actionOf(head, latest, steps[i], promotions),
    }),
  );
  return <EnvironmentLanes label="Environments" lanes={lanes} />;
}

function actionOf(
  head: Head,
  latest: number,
  step: Step | null | undefined,
  promotions: readonly OpenPromotion[],
): ReactNode {
  if (!step) return undefined;
  if (step.kind === 'promote') {
    const open = promotions.find((promotion) => promotion.to === step.to);
    return <PromoteStep prompt={head.name} step={step} open={open} />;
  }
  const target = head.lanes.find(({ environment }) => environment === step.to);
  return (
    <DeployVersion
      prompt={head.name}
      environment={step.to}
      serving={target?.serving ?? null}
      suggested={step.version}
      latest={latest}
      onArrow
    />
  );
}

const behindWords = ({ behind }: HeadLane): string | undefined =>
  behind === null ? undefined : behind === 0 ? 'newest' : `${behind} behind`;

/** Two lines: which model, by whom and how. */
function LaneMeta({ lane }: { lane: HeadLane }) {
  const { project } = useProject();
  if (!lane.serving) return lane.protected ? 'protected: by promotion only' : 'open to direct deployment';
  const { actor, promotionId } = lane.serving;
  return (
    <>
      <span className="block [overflow-wrap:anywhere]">
        <b>{modelText(lane.serving) ?? 'no model named'}</b> · by {actor.name}
      </span>
      {promotionId ? (
        <TextLink href={to.promotion(project.name, promotionId)}>through a promotion</TextLink>
      ) : (
        <span>{lane.protected ? `protected, ${lane.requiredApprovals} to approve` : 'deployed directly'}</span>
      )}
    </>
  );
}

/** The facts of the prompt that the arrows need. */
type StepFacts = {
  latestVersion: number | null;
  lanes: { environment: string; protected: boolean; serving: { version: number } | null }[];
};

/** The step from a lane to the next: a promotion where the next one is protected. */
type Step = { kind: 'promote' | 'deploy'; version: number; to: string };

/**
 * One entry per lane: what its arrow offers, or null. An arrow offers what serves on its left; where nothing does, a
 * protected lane is offered the newest version, for there is no other way into it. What serves already is not offered.
 */
export function stepsOf({ latestVersion, lanes }: StepFacts): (Step | null)[] {
  return lanes.map((lane, i) => {
    const next = lanes[i + 1];
    if (!next) return null;
    const version = lane.serving?.version ?? (next.protected ? latestVersion : null);
    if (version === null || version === next.serving?.version) return null;
    return { kind: next.protected ? 'promote' : 'deploy', version, to: next.environment };
  });
}
