import { isAbove, isBelow } from '#server/stats/threshold.ts';
import { metricValue } from '#server/telemetry/query/domain/metric.ts';
import type { Cell } from '#server/telemetry/rollup/domain/cell.ts';

/** Where a minute of traffic is outside of what an alert fired on. */
export type AlertLimit = { metric: 'error_rate' | 'latency_p99' | 'quality'; limit: number };

type Fired = { kind: string; evidence: Record<string, unknown> };

/**
 * The limit on single minutes that the evidence of an alert names, in the unit of its metric: a share, milliseconds, a mean
 * score. Null for kinds whose minutes say nothing, and for evidence without the figures.
 */
export function limitOf({ kind, evidence }: Fired): AlertLimit | null {
  const number = (field: string): number | null => {
    const value = evidence[field];
    return typeof value === 'number' && Number.isFinite(value) ? value : null;
  };
  const [limit, baseline] = [number('limit'), number('baseline')];
  if (limit === null) return null;
  if (kind === 'error_rate') return { metric: 'error_rate', limit: limit / 100 };
  // A minute is good again where the budget no longer burns: at what the target allows, not at what the factor adds to it.
  if (kind === 'burn_rate') return { metric: 'error_rate', limit: (number('allowed') ?? limit) / 100 };
  if (baseline === null) return null;
  if (kind === 'latency') return { metric: 'latency_p99', limit: limit * baseline };
  return kind === 'quality' ? { metric: 'quality', limit: baseline * (1 - limit / 100) } : null;
}

/** Whether the minute is outside of the limit; a minute in which the metric is unknown is not. */
export function isOutside({ metric, limit }: AlertLimit, cell: Cell): boolean {
  const value = metricValue(metric, cell);
  if (value === null) return false;
  return metric === 'quality' ? isBelow(value, limit) : isAbove(value, limit);
}

/** Of how many requests the metric is known in this minute. */
export const knownOf = ({ metric }: AlertLimit, cell: Cell): number => (metric === 'quality' ? cell.qualityN : cell.n);
