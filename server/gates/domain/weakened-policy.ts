import { canonicalJson } from '#server/prompts/domain/canonical.ts';
import type { GateLimits, GatePolicyName, GateRules } from './policy.ts';

type Policy = GateRules & {
  readonly datasets: readonly string[];
  readonly scorers: readonly unknown[];
  readonly requiredApprovals: number | null;
};

const STRENGTH: Record<GatePolicyName, number> = { strict: 2, evidence: 1, literal: 0 };

const LIMITS: Record<keyof GateLimits, string> = {
  costUsdPerItemMax: 'cost per item',
  latencyMsP50Max: 'P50 latency',
  latencyMsP95Max: 'P95 latency',
  latencyMsP99Max: 'P99 latency',
};

/**
 * How a change of a gate policy weakens it, as ends of sentences whose subject is the person who made the change; empty
 * where it does not. `measuredOn` are the golden sets that the prompt has runs on: a policy that names no golden set
 * checks those of them that the candidate was run on. A change of unknown direction (a scorer's settings, another unit
 * of the margin) counts as weakening.
 */
export function weakenedPolicy(before: Policy, after: Policy, measuredOn: readonly string[]): string[] {
  return [
    ...kind(before.policy, after.policy),
    ...margin(before, after),
    ...floors(before, after),
    ...limits(before.limits, after.limits),
    ...goldenSets(before.datasets, after.datasets, measuredOn),
    ...scorers(before.scorers, after.scorers, measuredOn),
    ...approvals(before.requiredApprovals ?? 0, after.requiredApprovals ?? 0),
  ];
}

function kind(before: GatePolicyName, after: GatePolicyName): string[] {
  return STRENGTH[after] < STRENGTH[before] ? [`changed the gate from ${before} to ${after}`] : [];
}

/**
 * A margin in points is never stricter than the same number as a share of the score, which is at most 1; a margin of 0
 * is the same in both.
 */
function margin(before: Policy, after: Policy): string[] {
  const toPoints = before.marginKind === 'relative' && after.marginKind === 'absolute' && after.margin > 0;
  if (!toPoints && after.margin <= before.margin) return [];
  return [`widened the margin from ${marginText(before)} to ${marginText(after)}`];
}

const marginText = ({ margin: share, marginKind }: Policy): string =>
  `${Number((share * 100).toPrecision(6))} ${marginKind === 'relative' ? '%' : 'points'}`;

function floors(before: Policy, after: Policy): string[] {
  const named = [
    ['overall', before.floors.overall, after.floors.overall] as const,
    ...Object.entries(before.floors.categories).map(
      ([name, floor]) =>
        [name, floor, Object.hasOwn(after.floors.categories, name) ? after.floors.categories[name] : null] as const,
    ),
  ];
  return named.flatMap(([name, old, now]) => {
    if (old === null) return [];
    if (now == null) return [`took out the floor of ${name}`];
    return now < old ? [`lowered the floor of ${name} from ${old} to ${now}`] : [];
  });
}

function limits(before: GateLimits, after: GateLimits): string[] {
  return (Object.keys(LIMITS) as (keyof GateLimits)[]).flatMap((name) => {
    const [old, now] = [before[name], after[name]];
    if (old === null) return [];
    if (now === null) return [`took out the limit on the ${LIMITS[name]}`];
    return now > old ? [`raised the limit on the ${LIMITS[name]} from ${old} to ${now}`] : [];
  });
}

/**
 * A policy that names no golden set checks only those that the candidate was run on, which are fewer than those it
 * named.
 */
function goldenSets(before: readonly string[], after: readonly string[], measuredOn: readonly string[]): string[] {
  const looksAtAll = after.length === 0;
  const old = before.length === 0 ? (looksAtAll ? [] : measuredOn) : before;
  return old.filter((name) => !after.includes(name)).map((name) => `took out the golden set ${name}`);
}

/**
 * A score is the weighted mean of its scorers, so one more can dilute the others: any change counts. Naming the first
 * scorers counts as a change where there are runs, because their own scorers counted until then.
 */
function scorers(before: readonly unknown[], after: readonly unknown[], measuredOn: readonly string[]): string[] {
  const [old, now] = [before, after].map((some) => some.map((one) => canonicalJson(one)).toSorted());
  if (old === undefined || now === undefined || canonicalJson(old) === canonicalJson(now)) return [];
  if (old.length === 0) return measuredOn.length === 0 ? [] : ['named the scorers that count from now on'];
  return [now.length < old.length ? 'took out a scorer' : 'changed the scorers'];
}

function approvals(before: number, after: number): string[] {
  return after < before ? [`lowered the approvals of the gate from ${before} to ${after}`] : [];
}
