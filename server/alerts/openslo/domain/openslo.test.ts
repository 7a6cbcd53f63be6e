import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { parseAllDocuments, stringify } from 'yaml';
import { SEVERITIES } from '#server/alerts/domain/alert.ts';
import { defaultRule } from '#server/alerts/domain/check-rule.ts';
import { ERROR_COUNTS } from '#server/alerts/domain/error-count.ts';
import { RULE_GROUPINGS, type Rule } from '#server/alerts/domain/rule.ts';
import { SERIES_KINDS } from '#server/alerts/domain/series-kind.ts';
import { fromOpenSlo } from './from-openslo.ts';
import { durationOf, minutesOf, SLO_KINDS, type SloKind, type SloMonitor } from './openslo.ts';
import { slugOf, toOpenSlo, whyNoSlo } from './to-openslo.ts';

const text = fc.string({ minLength: 1, maxLength: 30 }).filter((one) => one.trim() !== '');
const percent = fc.integer({ min: 1, max: 999_999 }).map((n) => n / 10_000);
const minutes = (max: number, min = 0) => fc.integer({ min, max });
const shared = {
  filter: fc.record({ prompt: text, environment: text, model: text, service: text }, { requiredKeys: [] }),
  groupBy: fc.uniqueArray(fc.constantFrom(...RULE_GROUPINGS), { maxLength: 3 }),
  forMin: minutes(1440),
  clearForMin: minutes(1440),
  minSamples: fc.integer({ min: 1, max: 1_000_000 }),
  p: fc.option(fc.double({ min: 1e-6, max: 0.5, noNaN: true })),
  literal: fc.boolean(),
  count: fc.constantFrom(...ERROR_COUNTS),
};
const rules: Record<SloKind, fc.Arbitrary<Partial<Rule>>> = {
  error_rate: fc.record({ ...shared, limit: percent, clear: percent, windowMin: minutes(60, 1) }),
  burn_rate: fc
    .record({
      ...{ ...shared, limit: percent },
      pairs: fc.array(
        fc
          .record({ longMin: minutes(4320, 2), factor: fc.double({ min: 0.001, max: 1000, noNaN: true }) })
          .chain(({ longMin, factor }) => minutes(longMin - 1, 1).map((shortMin) => ({ longMin, shortMin, factor }))),
        { minLength: 1, maxLength: 4 },
      ),
    })
    .map((rule) => ({ ...rule, clear: rule.limit })),
};
const monitors: fc.Arbitrary<SloMonitor> = fc.constantFrom(...SLO_KINDS).chain((kind) =>
  fc
    .record({ name: text, severity: fc.constantFrom(...SEVERITIES), enabled: fc.boolean(), rule: rules[kind] })
    .map(({ rule, name, ...rest }) => ({
      ...rest,
      name: name.trim(),
      kind,
      rule: { ...defaultRule(kind), ...rule },
    })),
);

property.prop([fc.array(monitors, { minLength: 1, maxLength: 4 })])('what is exported comes back as it was', (all) => {
  const yaml = all.map((one, i) => stringify(toOpenSlo(one, i + 1))).join('---\n');
  const documents = parseAllDocuments(yaml);
  const read = fromOpenSlo(Array.isArray(documents) ? documents.map((one) => one.toJS()) : []);
  expect(read.refused).toEqual([]);
  expect(read.ignored).toEqual([]);
  expect(read.monitors.map(({ path: _, ...one }) => one)).toEqual(all);
});

property.prop([minutes(10_000_000, 1)])('a duration says its minutes', (n) => {
  expect(minutesOf(durationOf(n))).toBe(/^[0-9]{7,}/.test(durationOf(n)) ? null : n);
});

property.prop([fc.array(fc.anything(), { maxLength: 4 })])(
  'whatever a document is, it is named and not thrown',
  (given) => {
    const { monitors, refused, ignored } = fromOpenSlo(given);
    expect(monitors.length + refused.length + ignored.length).toBeGreaterThanOrEqual(given.length === 0 ? 0 : 1);
  },
);

test('names follow RFC 1123 and differ', () => {
  for (const [name, slug] of [
    ['Errors above 1 %', 'errors-above-1-3'],
    ['%%%', 'monitor-3'],
  ] as const) {
    expect(slugOf(name, 3)).toBe(slug);
    expect(slug).toMatch(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
  }
});

test('every kind of a series is exported or says why not', () => {
  expect(SERIES_KINDS.filter((kind) => whyNoSlo(kind) === null)).toEqual(['error_rate', 'burn_rate']);
  for (const kind of ['drift', 'budget', 'gate'] as const) expect(whyNoSlo(kind)).not.toBeNull();
});

const source = (metric: string) => ({
  metricSource: { type: 'switchyard', spec: { metric, filter: { service: 'shop' } } },
});
const SLI = {
  apiVersion: 'openslo/v1',
  kind: 'SLI',
  metadata: { name: 'answered' },
  spec: { ratioMetric: { counter: true, bad: source('errors'), total: source('requests') } },
};
const CONDITION = {
  apiVersion: 'openslo/v1',
  kind: 'AlertCondition',
  metadata: { name: 'fast' },
  spec: {
    severity: 'sev1',
    condition: { kind: 'burnrate', op: 'gte', threshold: 14.4, lookbackWindow: '1h', alertAfter: '5m' },
  },
};
const POLICY = {
  apiVersion: 'openslo/v1',
  kind: 'AlertPolicy',
  metadata: { name: 'on-call' },
  spec: {
    ...{ description: 'Wakes us', alertWhenBreaching: true, alertWhenResolved: false, alertWhenNoData: true },
    ...{ conditions: [{ conditionRef: 'fast' }], notificationTargets: [{ targetRef: 'mail' }] },
  },
};
const SLO = {
  apiVersion: 'openslo/v1',
  kind: 'SLO',
  metadata: { name: 'shop-answers', labels: { team: 'shop' }, annotations: { 'other.example/x': '1' } },
  spec: {
    ...{ description: 'The shop answers', service: 'storefront', indicatorRef: 'answered' },
    ...{ timeWindow: [{ duration: '1w', isRolling: true }], budgetingMethod: 'Occurrences' },
    ...{ objectives: [{ displayName: 'all', target: 0.995 }], alertPolicies: [{ alertPolicyRef: 'on-call' }] },
  },
};

test('an SLO of another tool becomes a burn rate; each field that does not fit is named with its reason', () => {
  const read = fromOpenSlo([
    SLO,
    SLI,
    POLICY,
    CONDITION,
    { ...SLI, metadata: { name: 'unused' } },
    { ...SLI, kind: 'Service' },
  ]);
  expect(read.refused).toEqual([]);
  expect(read.monitors).toMatchObject([
    {
      ...{ name: 'shop-answers', kind: 'burn_rate', severity: 'warning', enabled: true },
      rule: {
        limit: 99.5,
        filter: { service: 'shop' },
        forMin: 5,
        pairs: [{ longMin: 60, shortMin: 5, factor: 14.4 }],
      },
    },
  ]);
  expect(read.ignored.map(({ path }) => path).sort()).toEqual(
    [
      ...[
        '/document/0/metadata/annotations/other.example/x',
        '/document/0/metadata/labels',
        '/document/0/spec/description',
      ],
      ...['/document/0/spec/service', '/document/0/spec/timeWindow', '/document/0/spec/objectives/0/displayName'],
      ...['description', 'alertWhenNoData', 'alertWhenResolved', 'notificationTargets'].map(
        (field) => `/document/0/spec/alertPolicies/0/spec/${field}`,
      ),
      '/document/0/spec/alertPolicies/0/spec/conditions/0/spec/severity',
      '/document/0/spec/alertPolicies/0/spec/conditions/0',
      ...['/document/4', '/document/5'],
    ].sort(),
  );
});

describe('refused', () => {
  const spec = (change: object) => [{ ...SLO, spec: { ...SLO.spec, ...change } }, SLI, POLICY, CONDITION];
  const sli = (ratioMetric: object) => [SLO, { ...SLI, spec: ratioMetric }, POLICY, CONDITION];
  const condition = (change: object) => [
    ...[SLO, SLI, POLICY],
    { ...CONDITION, spec: { severity: 'page', condition: { ...CONDITION.spec.condition, ...change } } },
  ];
  const at = '/document/0/spec/alertPolicies/0/spec/conditions';
  test.for([
    ['another version', [{ ...SLO, apiVersion: 'openslo/v2alpha1' }], '/document/0/apiVersion', 'not_v1'],
    ['another kind', [{ ...SLO, kind: 'Pod' }], '/document/0/kind', 'unknown_kind'],
    ['a document that is a text', ['SLO'], '/document/0', 'not_an_object'],
    ['no spec', [{ ...SLO, spec: undefined }], '/document/0/spec', 'required'],
    ['no name', [{ ...SLO, metadata: {} }, SLI, POLICY, CONDITION], '/document/0/metadata/name', 'required'],
    ['time slices', spec({ budgetingMethod: 'Timeslices' }), '/document/0/spec/budgetingMethod', 'not_occurrences'],
    ['two targets', spec({ objectives: [{ target: 0.9 }, { target: 0.8 }] }), '/document/0/spec/objectives', 'not_one'],
    ['a target of all', spec({ objectives: [{ target: 1 }] }), '/document/0/spec/objectives/0/target', 'required'],
    ['no indicator', spec({ indicatorRef: 'none' }), '/document/0/spec/indicatorRef', 'no_ratio'],
    ['a threshold metric', sli({ thresholdMetric: {} }), '/document/0/spec/indicatorRef', 'no_ratio'],
    [
      'a query of another tool',
      sli({ ratioMetric: { bad: { metricSource: { type: 'Prometheus' } }, total: source('requests') } }),
      ...(['/document/0/spec/indicatorRef', 'not_ours'] as const),
    ],
    [
      'filters that differ',
      sli({
        ratioMetric: {
          bad: { metricSource: { type: 'switchyard', spec: { metric: 'errors' } } },
          total: source('requests'),
        },
      }),
      ...(['/document/0/spec/indicatorRef', 'filters_differ'] as const),
    ],
    ['no policy', spec({ alertPolicies: [] }), '/document/0/spec/alertPolicies', 'required'],
    ['a policy that is not there', spec({ alertPolicies: ['x'] }), '/document/0/spec/alertPolicies/0', 'not_found'],
    ['a condition that is not there', [SLO, SLI, POLICY], at, 'not_one'],
    ['another condition', condition({ kind: 'threshold' }), `${at}/0/spec/condition/kind`, 'not_burnrate'],
    ['a burn rate that is too low', condition({ op: 'lt' }), `${at}/0/spec/condition/op`, 'not_above'],
    ['a month', condition({ lookbackWindow: '1M' }), `${at}/0/spec/condition/lookbackWindow`, 'no_duration'],
  ] as const)('%s', ([, documents, path, code]) => {
    const { refused, monitors } = fromOpenSlo(documents);
    expect(refused[0]).toMatchObject({ path, code });
    expect(monitors).toEqual([]);
  });
});
