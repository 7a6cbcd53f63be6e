import type { MonitorKind } from '#server/alerts/domain/monitor-kind.ts';
import {
  API_VERSION,
  BUDGET_DAYS,
  CARRIED,
  durationOf,
  type Noted,
  OURS,
  restOf,
  SLO_KINDS,
  type SloKind,
  type SloMonitor,
  SOURCE_TYPE,
} from './openslo.ts';

const BASELINE = 'It is held against the past of its own series; an objective of OpenSLO is a fixed target.';
const CONDITION = 'It looks at what other pages find, not at a share of requests; OpenSLO has no object for that.';

/** Why a monitor of this kind is no objective of OpenSLO; null where it is one. */
export function whyNoSlo(kind: MonitorKind): string | null {
  if (SLO_KINDS.some((one) => one === kind)) return null;
  if (kind === 'quality' || kind === 'latency' || kind === 'outcome') return BASELINE;
  if (kind === 'metric')
    return 'It fires on a bare threshold of a metric; the only alert condition of OpenSLO is the burn rate of an objective.';
  if (kind === 'telemetry_missing')
    return 'It fires where requests are missing; in OpenSLO that is a flag of a policy of an objective, and there is no objective.';
  return CONDITION;
}

const CARRIED_WORDS: Record<string, string> = {
  clear: 'OpenSLO has no level at which an alert ends.',
  clearForMin: 'OpenSLO has no time for which a series must be good until an alert ends.',
  minSamples: 'OpenSLO asks for no least number of requests.',
  p: 'OpenSLO does not test for chance.',
  count: 'OpenSLO leaves to the query which requests are bad.',
  literal: 'OpenSLO knows the bare threshold only.',
};

/** What of an exported monitor other tools do not see: it stands in annotations, so that an import here loses nothing. */
export function carriedOf({ kind, rule }: Pick<SloMonitor, 'kind' | 'rule'>): Noted[] {
  if (whyNoSlo(kind) !== null) return [];
  const fields = CARRIED[kind as SloKind].map((field) => ({
    path: `rule.${field}`,
    reason: `${CARRIED_WORDS[field] ?? ''} It stands in the annotation ${OURS}rule.`,
  }));
  const shorts = rule.pairs.map((_, i) => ({
    path: `rule.pairs[${i}].shortMin`,
    reason: `A condition of OpenSLO has one window. The short one stands in its annotation ${OURS}short-window.`,
  }));
  return [
    { path: 'enabled', reason: `It stands in the annotation ${OURS}enabled.` },
    ...fields,
    ...(kind === 'burn_rate' ? shorts : []),
  ];
}

/** A name as RFC 1123 has it, unique by its last part where names differ in other signs only. */
export const slugOf = (name: string, i: number): string =>
  `${name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 50)}-${i}`.replace(/^-/, 'monitor-');

/** A monitor of errors or burn rate as an SLO with its SLI, alert policies and conditions inside; `i` makes names unique. */
export function toOpenSlo({ name, kind, severity, enabled, rule }: SloMonitor, i: number): Record<string, unknown> {
  const slug = slugOf(name, i);
  const source = (metric: string) => ({
    metricSource: { type: SOURCE_TYPE, spec: { metric, filter: { ...rule.filter }, group_by: [...rule.groupBy] } },
  });
  const conditions =
    kind === 'burn_rate'
      ? rule.pairs.map(({ longMin, shortMin, factor }) => ({ factor, longMin, shortMin }))
      : [{ factor: 1, longMin: rule.windowMin, shortMin: null }];
  const carried = Object.fromEntries(CARRIED[kind as SloKind].map((field) => [field, rule[field]]));
  return {
    apiVersion: API_VERSION,
    kind: 'SLO',
    metadata: {
      ...{ name: slug, displayName: name },
      annotations: {
        [`${OURS}kind`]: kind,
        [`${OURS}enabled`]: String(enabled),
        [`${OURS}rule`]: JSON.stringify(carried),
      },
    },
    spec: {
      service: rule.filter.service ?? 'all',
      indicator: {
        metadata: { name: `${slug}-sli`, displayName: 'Requests that did not fail' },
        spec: { ratioMetric: { counter: false, bad: source('errors'), total: source('requests') } },
      },
      timeWindow: [{ duration: `${BUDGET_DAYS}d`, isRolling: true }],
      budgetingMethod: 'Occurrences',
      objectives: [{ targetPercent: kind === 'burn_rate' ? rule.limit : restOf(rule.limit) }],
      alertPolicies: conditions.map(({ factor, longMin, shortMin }, k) => ({
        kind: 'AlertPolicy',
        metadata: { name: `${slug}-policy-${k + 1}` },
        spec: {
          ...{ alertWhenBreaching: true, alertWhenResolved: true, alertWhenNoData: false },
          conditions: [
            {
              kind: 'AlertCondition',
              metadata: {
                name: `${slug}-condition-${k + 1}`,
                ...(shortMin === null ? {} : { annotations: { [`${OURS}short-window`]: durationOf(shortMin) } }),
              },
              spec: {
                severity,
                condition: {
                  ...{ kind: 'burnrate', threshold: factor, lookbackWindow: durationOf(longMin) },
                  alertAfter: durationOf(rule.forMin),
                },
              },
            },
          ],
          notificationTargets: [],
        },
      })),
    },
  };
}
