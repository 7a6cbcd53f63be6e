import type { PromotionDetail } from '#components/promotions/promotion-words.ts';
import { Timeline, type TimelineEntry } from '#components/ui/data/timeline.tsx';
import type { IconName } from '#components/ui/icons/icon.tsx';
import { Time } from '#components/ui/time/time.tsx';
import type { StepKind } from '#server/promotions/domain/step-kind.ts';

type Step = PromotionDetail['timeline'][number];

const SIGNS: Record<StepKind, { icon: IconName; tone?: TimelineEntry['tone'] }> = {
  requested: { icon: 'promotion' },
  gate: { icon: 'eval' },
  approved: { icon: 'pass', tone: 'pass' },
  overridden: { icon: 'inconclusive' },
  rejected: { icon: 'close', tone: 'fail' },
  cancelled: { icon: 'close' },
  rechecked: { icon: 'running' },
  outdated: { icon: 'clock' },
  rolling_out: { icon: 'rollout', tone: 'candidate' },
  completed: { icon: 'deployment', tone: 'pass' },
  rolled_back: { icon: 'roll-back', tone: 'fail' },
};

/** The events of the promotion, newest first, each with its person and their reason. */
export function PromotionTimeline({ steps }: { steps: Step[] }) {
  return (
    <Timeline
      entries={steps.toReversed().map((step) => ({
        key: step.id,
        time: <Time at={step.at} style="at" />,
        ...signOf(step),
        title: (
          <span className="[overflow-wrap:anywhere]">
            {step.title}
            {step.actor.kind !== 'system' && <span className="text-muted-foreground">, {step.actor.name}</span>}
          </span>
        ),
        detail: step.detail ? <span className="[overflow-wrap:anywhere]">{step.detail}</span> : undefined,
      }))}
    />
  );
}

/** An event of the gate has the colour of its verdict. */
function signOf({ kind, title }: Step): Pick<TimelineEntry, 'icon' | 'tone'> {
  if (kind === 'gate' && title.includes('failed')) return { icon: 'blocked', tone: 'fail' };
  if (kind === 'gate' && title.includes('passed')) return { icon: 'eval', tone: 'pass' };
  return SIGNS[kind];
}
