import { SEVERITIES, type Severity } from '#server/alerts/domain/alert.ts';
import type { BurnPair } from '#server/alerts/domain/rule.ts';
import { minutesOf } from './openslo.ts';
import { annotationsOf, type Fields, fieldsOf, type Named, type Walk } from './walk.ts';

type Alerting = { pairs: BurnPair[]; forMin: number; severity: Severity };

/** The windows and the severity of an SLO's alert policies; null where there is none that fires. */
export function alertingOf(
  walk: Walk,
  named: Named,
  { spec, path, isBurn }: { spec: Fields; path: string; isBurn: boolean },
): Alerting | null {
  const policies = Array.isArray(spec.alertPolicies) ? spec.alertPolicies : [];
  const conditions = policies.flatMap(
    (policy, i) => conditionIn(walk, named, policy, `${path}/alertPolicies/${i}`) ?? [],
  );
  const [first] = conditions;
  if (first === undefined) {
    walk.refuse(
      `${path}/alertPolicies`,
      'required',
      'alertPolicies: a monitor needs a policy that alerts when breaching.',
    );
    return null;
  }
  for (const { at, forMin, severity } of conditions) {
    if (forMin !== first.forMin)
      walk.refuse(at, 'differs', 'alertAfter: all conditions of a monitor wait equally long.');
    if (severity !== first.severity)
      walk.refuse(at, 'differs', 'severity: all conditions of a monitor are equally loud.');
  }
  if (!isBurn && (conditions.length > 1 || first.factor !== 1))
    walk.refuse(first.at, 'not_one', 'A monitor of errors has one condition, with threshold 1.');
  const pairs = conditions.map(({ longMin, shortMin, factor, at }) => {
    if (isBurn && shortMin === null)
      walk.ignore(at, 'OpenSLO has no second, short window; a twelfth of lookbackWindow is taken.');
    return { longMin, shortMin: shortMin ?? Math.max(1, Math.round(longMin / 12)), factor };
  });
  return { pairs, forMin: first.forMin, severity: first.severity };
}

type Condition = Omit<BurnPair, 'shortMin'> & {
  shortMin: number | null;
  forMin: number;
  severity: Severity;
  at: string;
};

/** The condition of a policy, inline or by reference; null where it does not fire or cannot be read. */
function conditionIn(walk: Walk, named: Named, given: unknown, path: string): Condition | null {
  const ref = typeof given === 'string' ? given : fieldsOf(given)?.alertPolicyRef;
  const policy = fieldsOf(ref === undefined ? fieldsOf(given)?.spec : named('AlertPolicy', ref)?.spec);
  if (policy === null) {
    walk.refuse(path, 'not_found', 'alertPolicies: it is neither inline nor among these documents.');
    return null;
  }
  walk.only(policy, `${path}/spec`, [
    ...(['description', 'alertWhenNoData', 'alertWhenResolved', 'alertWhenBreaching'] as const),
    ...(['conditions', 'notificationTargets'] as const),
  ]);
  if (policy.alertWhenBreaching === false) {
    walk.ignore(path, 'It does not alert when its condition is breached.');
    return null;
  }
  if (policy.description !== undefined) walk.ignore(`${path}/spec/description`, 'A monitor has no description.');
  if (policy.alertWhenNoData === true)
    walk.ignore(`${path}/spec/alertWhenNoData`, 'The monitor "No telemetry" tells that requests are missing.');
  if (policy.alertWhenResolved === false)
    walk.ignore(`${path}/spec/alertWhenResolved`, 'Each channel says whether it is told of what is over.');
  if (Array.isArray(policy.notificationTargets) && policy.notificationTargets.length > 0)
    walk.ignore(`${path}/spec/notificationTargets`, 'Who is told is set up under Channels.');
  const list = Array.isArray(policy.conditions) ? policy.conditions : [];
  const at = `${path}/spec/conditions/0`;
  const conditionRef = fieldsOf(list[0])?.conditionRef;
  const object = conditionRef === undefined ? fieldsOf(list[0]) : named('AlertCondition', conditionRef);
  const spec = fieldsOf(object?.spec);
  const condition = fieldsOf(spec?.condition);
  if (list.length !== 1 || object === null || spec === null || condition === null) {
    walk.refuse(`${path}/spec/conditions`, 'not_one', 'conditions: exactly one, inline or among these documents.');
    return null;
  }
  const { shortMin } = annotated(walk, object, at);
  return { ...numbersOf(walk, condition, at), severity: severityOf(walk, spec, at), shortMin, at };
}

function annotated(walk: Walk, object: Fields, at: string): { shortMin: number | null } {
  const own = annotationsOf(walk, fieldsOf(object.metadata) ?? {}, `${at}/metadata`, ['short-window']);
  return { shortMin: minutesOf(own['short-window']) };
}

/** Whether a burn rate of `threshold` times over `lookbackWindow` is asked for, held for `alertAfter`. */
function numbersOf(walk: Walk, condition: Fields, at: string): { factor: number; longMin: number; forMin: number } {
  walk.only(condition, `${at}/spec/condition`, ['kind', 'op', 'threshold', 'lookbackWindow', 'alertAfter']);
  if (condition.kind !== undefined && condition.kind !== 'burnrate')
    walk.refuse(`${at}/spec/condition/kind`, 'not_burnrate', 'condition.kind: only burnrate.');
  if (condition.op !== undefined && condition.op !== 'gt' && condition.op !== 'gte')
    walk.refuse(`${at}/spec/condition/op`, 'not_above', 'condition.op: a burn rate is too high, not too low.');
  const longMin = minutesOf(condition.lookbackWindow);
  if (longMin === null)
    walk.refuse(
      `${at}/spec/condition/lookbackWindow`,
      'no_duration',
      'lookbackWindow: minutes, hours, days or weeks: 1h.',
    );
  const forMin = minutesOf(condition.alertAfter ?? '0m');
  if (forMin === null)
    walk.refuse(`${at}/spec/condition/alertAfter`, 'no_duration', 'alertAfter: minutes, hours, days or weeks: 5m.');
  const factor = condition.threshold;
  if (typeof factor !== 'number')
    walk.refuse(`${at}/spec/condition/threshold`, 'required', 'threshold: times that the budget burns too fast.');
  return { factor: typeof factor === 'number' ? factor : 1, longMin: longMin ?? 60, forMin: forMin ?? 0 };
}

function severityOf(walk: Walk, spec: Fields, at: string): Severity {
  const severity = SEVERITIES.find((one) => one === spec.severity);
  if (severity === undefined)
    walk.ignore(`${at}/spec/severity`, `It is none of ${SEVERITIES.join(', ')}; warning is taken.`);
  return severity ?? 'warning';
}
