import { defaultRule, type RuleFault } from '#server/alerts/domain/check-rule.ts';
import type { Rule } from '#server/alerts/domain/rule.ts';
import { isVisible } from '#server/platform/pure/visible-text.ts';
import { alertingOf } from './alerting-of.ts';
import {
  API_VERSION,
  BUDGET_DAYS,
  CARRIED,
  minutesOf,
  type Noted,
  OURS,
  restOf,
  SLO_KINDS,
  type SloKind,
  type SloMonitor,
  SOURCE_TYPE,
} from './openslo.ts';
import { annotationsOf, type Fields, fieldsOf, type Named, REFERRED, Walk } from './walk.ts';

/** A monitor that a document asks for, and where its SLO stands. The values of its rule are not checked yet. */
export type AskedMonitor = SloMonitor & { path: string };

export type Imported = { monitors: AskedMonitor[]; ignored: Noted[]; refused: RuleFault[] };

/** Objects that only describe: nothing here is made of them. */
const DESCRIBING: Record<string, string> = {
  Service: 'A service is a name here: it comes with the requests.',
  DataSource: 'Monitors read the requests that came here; no other source is read.',
  AlertNotificationTarget: 'Who is told is set up under Channels.',
};

/** The monitors that documents of OpenSLO v1 ask for: what does not fit is named field by field, refused or ignored. */
export function fromOpenSlo(documents: readonly unknown[]): Imported {
  const walk = new Walk();
  const objects = new Map<string, Fields>();
  const unused = new Map<string, string>();
  const slos: { fields: Fields; path: string }[] = [];
  for (const [i, document] of documents.entries()) {
    const path = `/document/${i}`;
    const fields = fieldsOf(document);
    if (fields === null) walk.refuse(path, 'not_an_object', 'A document must be an object with apiVersion and kind.');
    else if (fields.apiVersion !== API_VERSION)
      walk.refuse(`${path}/apiVersion`, 'not_v1', `apiVersion: only ${API_VERSION} is read.`);
    else if (fields.kind === 'SLO') slos.push({ fields, path });
    else if (REFERRED.some((kind) => kind === fields.kind)) {
      const key = `${fields.kind} ${fieldsOf(fields.metadata)?.name}`;
      objects.set(key, fields);
      unused.set(key, path);
    } else if (typeof fields.kind === 'string' && DESCRIBING[fields.kind] !== undefined)
      walk.ignore(path, DESCRIBING[fields.kind] ?? '');
    else walk.refuse(`${path}/kind`, 'unknown_kind', 'kind: it is no object of OpenSLO v1.');
  }
  const named: Named = (kind, name) => {
    unused.delete(`${kind} ${name}`);
    return objects.get(`${kind} ${name}`) ?? null;
  };
  const monitors = slos.flatMap((slo) => sloOf(walk, named, slo) ?? []);
  for (const path of unused.values()) walk.ignore(path, 'No SLO of these documents refers to it.');
  return { monitors, ignored: walk.ignored, refused: walk.refused };
}

function sloOf(walk: Walk, named: Named, slo: { fields: Fields; path: string }): AskedMonitor | null {
  const { path } = slo;
  const before = walk.refused.length;
  walk.only(slo.fields, path, ['apiVersion', 'kind', 'metadata', 'spec']);
  const metadata = walk.object(slo.fields.metadata, `${path}/metadata`);
  const spec = walk.object(slo.fields.spec, `${path}/spec`);
  if (metadata === null || spec === null) return null;
  walk.only(metadata, `${path}/metadata`, ['name', 'displayName', 'annotations', 'labels']);
  if (metadata.labels !== undefined) walk.ignore(`${path}/metadata/labels`, 'A monitor has no labels of its own.');
  const own = annotationsOf(walk, metadata, `${path}/metadata`, ['kind', 'enabled', 'rule']);
  const name = metadata.displayName ?? metadata.name;
  if (typeof name !== 'string' || !isVisible(name))
    walk.refuse(`${path}/metadata/name`, 'required', 'metadata.name: an SLO needs a name.');
  const targetPercent = describedBy(walk, spec, `${path}/spec`);
  const traffic = trafficOf(walk, named, { spec, path: `${path}/spec` });
  const kind: SloKind = own.kind === 'error_rate' ? 'error_rate' : 'burn_rate';
  if (own.kind !== undefined && !SLO_KINDS.some((one) => one === own.kind))
    walk.refuse(`${path}/metadata/annotations`, 'unknown_kind', `${OURS}kind: error_rate or burn_rate.`);
  const alerting = alertingOf(walk, named, { spec, path: `${path}/spec`, isBurn: kind === 'burn_rate' });
  const carried = ruleIn(walk, own.rule, kind, `${path}/metadata/annotations`);
  if (walk.refused.length > before || targetPercent === null || traffic === null || alerting === null) return null;
  const { pairs, forMin, severity } = alerting;
  const rule: Rule = {
    ...{ ...defaultRule(kind), ...traffic, forMin, ...carried },
    ...(kind === 'burn_rate'
      ? { pairs, limit: targetPercent, clear: targetPercent }
      : { limit: restOf(targetPercent), windowMin: pairs[0]?.longMin ?? 5 }),
  };
  if (kind === 'error_rate' && carried.clear === undefined) rule.clear = Number((rule.limit * 0.8).toPrecision(12));
  return { path, name: String(name).trim(), kind, severity, enabled: own.enabled !== 'false', rule };
}

/** What describes an objective, and the percent of good requests that it asks for; null where it cannot be told. */
function describedBy(walk: Walk, spec: Fields, path: string): number | null {
  walk.only(spec, path, [
    ...(['description', 'service', 'indicator', 'indicatorRef', 'timeWindow', 'budgetingMethod'] as const),
    ...(['objectives', 'alertPolicies'] as const),
  ]);
  if (spec.description !== undefined) walk.ignore(`${path}/description`, 'A monitor has no description.');
  const [window] = Array.isArray(spec.timeWindow) ? spec.timeWindow : [];
  if (spec.timeWindow !== undefined && minutesOf(fieldsOf(window)?.duration) !== BUDGET_DAYS * 1440)
    walk.ignore(`${path}/timeWindow`, 'Burn rates are measured over their own windows; no compliance window is kept.');
  if (spec.budgetingMethod !== 'Occurrences')
    walk.refuse(
      `${path}/budgetingMethod`,
      'not_occurrences',
      'budgetingMethod: only Occurrences: requests are counted.',
    );
  const objectives = Array.isArray(spec.objectives) ? spec.objectives : [];
  const objective = fieldsOf(objectives[0]);
  if (objectives.length !== 1 || objective === null) {
    walk.refuse(`${path}/objectives`, 'not_one', 'objectives: exactly one. Make an SLO of each target.');
    return null;
  }
  for (const field of Object.keys(objective).filter((one) => one !== 'target' && one !== 'targetPercent'))
    walk.ignore(`${path}/objectives/0/${field}`, 'Of a ratio of requests only the target is used.');
  const { target, targetPercent } = objective;
  const percent = targetPercent ?? (typeof target === 'number' ? Number((100 * target).toPrecision(12)) : undefined);
  if (typeof percent === 'number' && percent >= 0 && percent < 100) return percent;
  const message = 'objectives: target (0 to 1) or targetPercent (0 to 100) is needed, and less than all.';
  walk.refuse(`${path}/objectives/0/target`, 'required', message);
  return null;
}

/** Which requests an indicator counts; null where they are not ours. */
function trafficOf(
  walk: Walk,
  named: Named,
  { spec, path }: { spec: Fields; path: string },
): Pick<Rule, 'filter' | 'groupBy'> | null {
  const isInline = spec.indicator !== undefined;
  const at = `${path}/${isInline ? 'indicator' : 'indicatorRef'}`;
  const indicator = isInline ? fieldsOf(spec.indicator) : named('SLI', spec.indicatorRef);
  const ratio = fieldsOf(fieldsOf(indicator?.spec)?.ratioMetric);
  if (ratio === null) {
    walk.refuse(
      at,
      'no_ratio',
      'indicator: only a ratioMetric of bad and total is read, inline or as an SLI beside it.',
    );
    return null;
  }
  const [bad, total] = [sourceOf(ratio.bad), sourceOf(ratio.total)];
  const isOurs = bad?.type === SOURCE_TYPE && total?.type === SOURCE_TYPE;
  const [failed, all] = [fieldsOf(bad?.spec), fieldsOf(total?.spec)];
  if (!isOurs || failed?.metric !== 'errors' || all?.metric !== 'requests') {
    const wanted = `type ${SOURCE_TYPE}, spec.metric errors (bad) and requests (total)`;
    walk.refuse(
      at,
      'not_ours',
      `indicator: its query runs elsewhere. Write a metricSource of ${wanted}, with spec.filter.`,
    );
    return null;
  }
  if (JSON.stringify(failed.filter ?? {}) !== JSON.stringify(all.filter ?? {}))
    walk.refuse(at, 'filters_differ', 'indicator: bad and total must have the same filter.');
  const filter = fieldsOf(failed.filter) ?? {};
  if (spec.service !== undefined && spec.service !== (filter.service ?? 'all'))
    walk.ignore(`${path}/service`, 'The filter of the indicator says which requests are counted.');
  const groupBy = failed.group_by ?? ['prompt', 'environment'];
  return { filter: filter as Rule['filter'], groupBy: groupBy as Rule['groupBy'] };
}

const sourceOf = (metric: unknown): Fields | null => fieldsOf(fieldsOf(metric)?.metricSource);

/** The fields that OpenSLO has no place for, from our annotation. */
function ruleIn(walk: Walk, text: string | undefined, kind: SloKind, path: string): Partial<Rule> {
  if (text === undefined) return {};
  try {
    const given = fieldsOf(JSON.parse(text)) ?? {};
    return Object.fromEntries(CARRIED[kind].flatMap((field) => (field in given ? [[field, given[field]]] : [])));
  } catch (error) {
    walk.refuse(
      path,
      'no_json',
      `${OURS}rule: it is no JSON (${error instanceof Error ? error.message : 'unreadable'}).`,
    );
    return {};
  }
}
