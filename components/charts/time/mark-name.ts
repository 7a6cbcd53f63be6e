import type { Mark } from './chart-types.ts';
import { momentLabel } from './time-ticks.ts';

/** `23 Nov 10:28 search/answer 14 to 25 %` */
export function markName(mark: Mark): string {
  return `${momentLabel(mark.t)} ${mark.title}`;
}
