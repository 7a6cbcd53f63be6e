import type { Outputs } from '#components/shell/trpc.ts';
import type { Tone } from '#components/ui/badge/badge-states.ts';
import { countShort } from '#components/ui/format.ts';
import type { IconName } from '#components/ui/icons/icon.tsx';
import type { ModelStatus } from '#server/models/domain/status.ts';

/** A registered model as the table has it. */
export type ModelRow = Outputs['models']['registry']['data'][number];

/** How each status is drawn. `retiring`, the last 90 days, is deprecated with its days beside it. */
export const STATUS_LOOK: Record<ModelStatus, { tone: Tone; icon: IconName; word: string }> = {
  preview: { tone: 'neutral', icon: 'waits', word: 'Preview' },
  active: { tone: 'pass', icon: 'pass', word: 'Active' },
  deprecated: { tone: 'inconclusive', icon: 'clock', word: 'Deprecated' },
  retiring: { tone: 'inconclusive', icon: 'clock', word: 'Retiring' },
  retired: { tone: 'fail', icon: 'clock', word: 'Retired' },
};

/** `text, 128 k, owned by Idris`; what is not known is left out. */
export function factsInWords({
  modalities,
  contextWindow,
  owner,
}: Pick<ModelRow, 'modalities' | 'contextWindow' | 'owner'>): string {
  return [
    modalities?.join(' and ') ?? '',
    contextWindow === null ? '' : `${countShort(contextWindow)} context`,
    owner === null ? 'no owner' : `owned by ${owner}`,
  ]
    .filter(Boolean)
    .join(', ');
}

/** `in 21 days`, `tomorrow`, `today`, `3 days ago`: whole days of UTC. */
export function daysInWords(days: number): string {
  if (days === 0) return 'today';
  if (days === 1) return 'tomorrow';
  return days > 0 ? `in ${days}\u00a0days` : days === -1 ? 'yesterday' : `${-days}\u00a0days ago`;
}
