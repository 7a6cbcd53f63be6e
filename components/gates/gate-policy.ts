import { plural, share } from '#components/ui/format.ts';
import type { DatasetDecision } from '#server/gates/domain/decide-dataset.ts';
import type { GateRules } from '#server/gates/domain/policy.ts';

/** `policy evidence, margin 2 % of the baseline` */
export function policyWords({ policy, margin, marginKind }: GateRules): string {
  return `policy ${policy}, margin ${share(margin)} of ${marginKind === 'relative' ? 'the baseline' : 'the scale'}`;
}

const METHODS = { newcombe_paired: 'Newcombe, paired', t: 't' } as const;

/** The facts below the plot: dataset version, repeats a side, method of the interval, and what was left out. */
export function methodFacts(decision: DatasetDecision): string[] {
  const { dataset, candidateRun, categories, excluded, overall } = decision;
  const facts = [`${dataset} ${candidateRun?.datasetVersion ?? ''}`.trim()];
  const repeats = Math.min(...categories.map((row) => row.repeats).filter((n) => n > 0));
  if (Number.isFinite(repeats)) facts.push(`${plural(repeats, 'repeat')} a side`);
  const methods = new Set(categories.map((row) => row.ci95Method).filter((method) => method !== null));
  if (methods.size > 0) facts.push(`interval: ${[...methods].map((method) => METHODS[method]).join('; ')}`);
  if (overall?.p != null) facts.push(`overall p ${overall.p < 0.0001 ? '< 0.0001' : overall.p.toFixed(4)}`);
  if (excluded.unresolved > 0) facts.push(`${plural(excluded.unresolved, 'unresolved item')} left out`);
  if (excluded.conflicting > 0) facts.push(`${plural(excluded.conflicting, 'contradicting result')} left out`);
  if (excluded.weightless > 0) facts.push(`${plural(excluded.weightless, 'item')} of weight 0`);
  return facts;
}
