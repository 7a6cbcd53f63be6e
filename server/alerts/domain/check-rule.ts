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

/** What makes no sense in a rule, each with the remedy; empty where it can be evaluated. */
export function ruleFaults(kind: SeriesKind, rule: Rule): RuleFault[] {
  const faults: RuleFault[] = [];
  const add = (path: string, code: string, message: string) => faults.push({ path, code, message });
  if (kind === 'metric' && rule.metric === null) add('/rule/metric', 'required', 'metric: which metric is it?');
  if (kind === 'burn_rate') {
    if (rule.pairs.length === 0) add('/rule/pairs', 'required', 'pairs: at least one pair of windows is needed.');
    if (rule.limit >= 100) add('/rule/limit', 'too_large', 'limit: a target of 100 % leaves no budget. Use less.');
    for (const [i, { longMin, shortMin }] of rule.pairs.entries()) {
      if (shortMin >= longMin)
        add(`/rule/pairs/${i}`, 'not_shorter', 'The short window must be shorter than the long one.');
    }
    return faults;
  }
  if (kind === 'telemetry_missing') return faults;
  const isWrongSide = isBadBelow(kind, rule) ? rule.clear < rule.limit : rule.clear > rule.limit;
  if (isWrongSide)
    add('/rule/clear', 'wrong_side', 'clear: it lies on the bad side of limit, so an alert would never end.');
  if (kind === 'injection') {
    const named = [...rule.groupBy, ...Object.keys(rule.filter)];
    const other = named.find((name) => name !== 'prompt' && name !== 'environment');
    if (other !== undefined)
      add('/rule', 'not_kept', `Signals are kept by prompt and environment only: leave out ${other}.`);
  }
  if ((kind === 'error_rate' || kind === 'injection') && rule.limit >= 100)
    add('/rule/limit', 'too_large', 'limit: less than 100 %.');
  return faults;
}
