import { CELL_METRICS, type CellMetric } from '#server/telemetry/query/domain/metric-name.ts';
import type { MonitorKind } from './monitor-kind.ts';
import type { Rule, RuleFilter } from './rule.ts';

/** The names that had requests in the last 30 days, by what a filter names; null where there are too many to tell. */
export type Names = Record<keyof Omit<RuleFilter, 'version'>, ReadonlySet<string> | null>;

/** Whether this release still has the metric of a rule that an earlier one wrote. */
export const isKnownMetric = (metric: string | null): metric is CellMetric =>
  CELL_METRICS.some((one) => one === metric);

/** Why a monitor measures nothing: its metric is gone, or what it names has had no request for 30 days. Null where it measures. */
export function whyNotMeasured(kind: MonitorKind, { metric, filter }: Rule, names: Names | null): string | null {
  if (kind === 'metric' && !isKnownMetric(metric))
    return `No longer measured: there is no metric "${metric}". Choose another metric.`;
  for (const [name, value] of Object.entries(filter)) {
    const known = name === 'version' ? null : (names?.[name as keyof Names] ?? null);
    if (known !== null && !known.has(String(value)))
      return `No longer measured: no request of the ${name} ${value} for 30 days. Change the filter, or switch it off.`;
  }
  return null;
}
