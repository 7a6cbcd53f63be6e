import type { WithoutOutcome } from './success.ts';

/** How a project counts its tasks: from what age they count, and what one without an outcome is then. */
export type CostSettings = { horizonHours: number; withoutOutcome: WithoutOutcome };

/** Of a project that has not set them. */
export const DEFAULT_COST_SETTINGS: CostSettings = { horizonHours: 24, withoutOutcome: 'failure' };

/** The hours from the start of a task that an outcome can be waited for: an hour to 30 days. */
export const HORIZON_HOURS_MIN = 1;
export const HORIZON_HOURS_MAX = 720;

/** A change of them in a sentence, for the feed and its marks on charts. */
export function settingsSentence({ horizonHours, withoutOutcome }: CostSettings): string {
  const age = horizonHours === 1 ? 'an hour' : `${horizonHours} hours`;
  return `Tasks count ${age} after their start; without an outcome they ${withoutOutcome === 'failure' ? 'count as failed' : 'are left out'}`;
}
