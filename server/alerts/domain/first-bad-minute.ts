import { HOUR_MS, MINUTE_MS } from '#server/platform/pure/durations.ts';
import type { Cell } from '#server/telemetry/rollup/domain/cell.ts';
import { Figures } from './figures.ts';
import { highestUsual, shareLimit } from './monitors/outcome.ts';
import type { Baseline } from './reading.ts';
import type { Rule } from './rule.ts';
import type { SeriesKind } from './series-kind.ts';

/** Minutes without a bad one that may lie between bad ones: at a few requests a minute not every minute fails. */
const GAP_MIN = 3;

/**
 * The minute (ms) in which it began: from the end of the window back over bad minutes, with at most three others between
 * them, at most an hour. A minute is bad where its own value is beyond the limit. Null where none is.
 */
export function firstBadMinute(
  { kind, rule, baseline }: { kind: SeriesKind; rule: Rule; baseline: Baseline },
  minutes: ReadonlyMap<number, Cell>,
  end: number,
): number | null {
  let first: number | null = null;
  let gap = 0;
  for (let minute = end - MINUTE_MS; minute >= end - HOUR_MS; minute -= MINUTE_MS) {
    const cell = minutes.get(minute);
    if (cell !== undefined && isBad(kind, rule, new Figures(cell), baseline)) {
      first = minute;
      gap = 0;
    } else if (first !== null && ++gap > GAP_MIN) break;
  }
  return first;
}

function isBad(kind: SeriesKind, rule: Rule, figures: Figures, baseline: Baseline): boolean {
  const { n, errors } = figures;
  if (kind === 'error_rate' || kind === 'injection') return n > 0 && (100 * errors) / n > rule.limit;
  if (kind === 'burn_rate') {
    const [pair] = rule.pairs;
    return n > 0 && pair !== undefined && (100 * errors) / n > pair.factor * (100 - rule.limit);
  }
  if (baseline === null) return false;
  if (kind === 'outcome') {
    const { outcomeN, outcomeOk } = figures.cell;
    return outcomeN > 0 && (outcomeN - outcomeOk) / outcomeN > shareLimit(highestUsual(baseline), rule.limit);
  }
  if (kind === 'latency') {
    const slow = figures.slowerThan(rule.limit * baseline.value);
    return slow.n > 0 && slow.over / slow.n > 0.01;
  }
  const mean = figures.quality?.mean;
  return kind === 'quality' && mean !== undefined && mean < baseline.value * (1 - rule.limit / 100);
}
