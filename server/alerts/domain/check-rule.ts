import { BUILTINS } from './builtins.ts';
import { type Rule, ruleWith } from './rule.ts';
import type { SeriesKind } from './series-kind.ts';

export type RuleFault = { path: string; code: string; message: string };

/** The rule that a monitor of this kind begins with: that of the built-in one. */
export function defaultRule(kind: SeriesKind): Rule {
  const builtin = BUILTINS.find((one) => one.kind === kind);
  if (builtin !== undefined) return builtin.rule;
  return ruleWith({ metric: 'requests', limit: 1000, clear: 900, windowMin: 10, forMin: 5, clearForMin: 10 });
}

/** Whether a lower value is the bad one. */
const isBadBelow = (kind: SeriesKind, rule: Rule): boolean => kind === 'metric' && rule.direction === 'below';

type Add = (path: string, code: string, message: string) => void;

/** What makes no sense in a rule, each with the remedy; empty where it can be evaluated, can fire and can end. */
export function ruleFaults(kind: SeriesKind, rule: Rule): RuleFault[] {
  const faults: RuleFault[] = [];
  const add: Add = (path, code, message) => faults.push({ path, code, message });
  trafficFaults(rule, add);
  if (kind === 'burn_rate') burnFaults(rule, add);
  if (kind === 'burn_rate' || kind === 'telemetry_missing') return faults;
  const isWrongSide = isBadBelow(kind, rule) ? rule.clear < rule.limit : rule.clear > rule.limit;
  if (isWrongSide)
    add('/rule/clear', 'wrong_side', 'clear: it lies on the bad side of limit, so an alert would never end.');
  if (kind === 'metric') metricFaults(rule, add);
  else if (kind === 'latency' || kind === 'outcome') timesFaults(kind, rule, add);
  else percentFaults(kind, rule, add);
  return faults;
}

function trafficFaults({ groupBy, filter }: Rule, add: Add): void {
  const twice = groupBy.find((name, index) => groupBy.indexOf(name) !== index);
  if (twice !== undefined) add('/rule/group_by', 'duplicate', `group_by: ${twice} stands twice. Name it once.`);
  if (filter.version !== undefined && filter.prompt === undefined)
    add('/rule/filter/prompt', 'required', 'filter: a version is of a prompt. Name it too.');
}

function burnFaults({ pairs, limit }: Rule, add: Add): void {
  if (pairs.length === 0) add('/rule/pairs', 'required', 'pairs: at least one pair of windows is needed.');
  if (limit >= 100) add('/rule/limit', 'too_large', 'limit: a target of 100 % leaves no budget. Use less.');
  for (const [i, { longMin, shortMin, factor }] of pairs.entries()) {
    if (shortMin >= longMin)
      add(`/rule/pairs/${i}`, 'not_shorter', 'The short window must be shorter than the long one.');
    const share = factor * (100 - limit);
    if (share >= 100) {
      const what = `${factor} times what a target of ${limit} % allows is ${Number(share.toPrecision(4))} % of requests`;
      add(`/rule/pairs/${i}`, 'never', `${what}, so it cannot fire. Use a smaller factor or a higher target.`);
    }
  }
}

/** The kinds whose limit is a percentage. */
function percentFaults(kind: SeriesKind, { limit, clear, groupBy, filter }: Rule, add: Add): void {
  if (kind === 'injection') {
    const named = [...groupBy, ...Object.keys(filter)];
    const other = named.find((name) => name !== 'prompt' && name !== 'environment');
    if (other !== undefined)
      add('/rule', 'not_kept', `Signals are kept by prompt and environment only: leave out ${other}.`);
  }
  if (limit >= 100) add('/rule/limit', 'too_large', 'limit: less than 100 %, or it cannot fire.');
  // Without a signal an injection alert ends whatever its rule says.
  if (kind !== 'injection' && clear <= 0)
    add(
      '/rule/clear',
      'too_small',
      'clear: more than 0 %, or an alert would never end. With it, limit is more than 0.',
    );
}

/** The kinds whose limit is times the baseline. */
function timesFaults(kind: 'latency' | 'outcome', { limit, clear }: Rule, add: Add): void {
  if (limit <= 1) add('/rule/limit', 'too_small', 'limit: more than 1 times the baseline, or what is usual fires.');
  if (clear < 1) add('/rule/clear', 'too_small', 'clear: at least 1, or what is usual would not end an alert.');
  if (kind === 'latency' && clear === limit)
    add('/rule/clear', 'not_below', 'clear: less than limit, or one slow minute opens and ends alerts in turn.');
}

/** Metrics between 0 and 1. */
const SHARES: readonly (Rule['metric'] | undefined)[] = ['error_rate', 'success_rate', 'quality'];

function metricFaults({ metric, limit, clear, direction, against }: Rule, add: Add): void {
  if (metric === null) add('/rule/metric', 'required', 'metric: which metric is it?');
  const top = against === 'fixed' && SHARES.includes(metric) ? 1 : Number.POSITIVE_INFINITY;
  const scale = top === 1 ? `${metric} is a share from 0 to 1.` : `${metric} is never below 0.`;
  const [fires, ends] = direction === 'above' ? [limit < top, clear > 0 && clear <= top] : [limit > 0, clear < top];
  const isOutside = direction === 'below' && limit > top;
  if (!fires || isOutside)
    add(
      '/rule/limit',
      'out_of_scale',
      `limit: ${scale} ${direction} ${limit} ${fires ? 'it always is' : 'it never is'}.`,
    );
  if (!ends)
    add('/rule/clear', 'out_of_scale', `clear: ${scale} With ${clear} an alert would never end. Choose one inside.`);
}
