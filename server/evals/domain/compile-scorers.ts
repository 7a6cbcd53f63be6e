import { inspectScorers, scorerNames } from './inspect-scorers.ts';
import { SCORERS } from './scorers/registry.ts';
import { compilePattern, extractText, type PatternResult } from './scorers/safe-pattern.ts';
import type { Score, ScorerConfig, ScorerProblem } from './scorers/scorer.ts';

/** A scorer ready to run: its name in `scores`, its weight in the item's score. */
export type ReadyScorer = { readonly name: string; readonly weight: number; readonly score: Score };

export type ReadyScorers = { ok: true; scorers: ReadyScorer[] } | { ok: false; problems: ScorerProblem[] };

/**
 * Compiles a run's scorers, or returns what is wrong with each; paths begin with the scorer's index: `/0/value`.
 * Schemas may take a second, so this runs in a thread of its own; requests only call `inspectScorers`.
 */
export function compileScorers(configs: readonly ScorerConfig[]): ReadyScorers {
  const names = scorerNames(configs);
  const problems = inspectScorers(configs);
  if (problems.length > 0) return { ok: false, problems };
  const scorers = configs.flatMap((config, i): ReadyScorer[] => {
    const { type, extract, weight } = config;
    const kind = SCORERS[type].compile(config);
    if (!kind.ok) {
      problems.push({ ...kind.problem, path: `/${i}${kind.problem.path}` });
      return [];
    }
    const pattern = extract === undefined ? null : compilePattern(extract.pattern, extract.ignore_case);
    return [{ name: names[i] ?? type, weight, score: withExtraction(config, kind.score, pattern) }];
  });
  return problems.length > 0 ? { ok: false, problems } : { ok: true, scorers };
}

/**
 * Extracts before scoring, and applies negation and threshold after it. An empty output and one without a match score
 * 0, negated or not.
 */
function withExtraction(config: ScorerConfig, score: Score, pattern: PatternResult | null): Score {
  const { extract, value, extract_expected, negate, threshold } = config;
  const take = (text: string): string | null =>
    extract === undefined || !pattern?.ok ? text : extractText(pattern, text, extract.group, extract.take);
  return (output, itemExpected) => {
    const whole = value === undefined ? itemExpected : String(value);
    const expected = whole !== null && extract_expected ? take(whole) : whole;
    const judged = output === '' ? null : take(output);
    if (judged === null || (whole !== null && expected === null)) return 0;
    const raw = score(judged, expected);
    if (raw === null) return null;
    const turned = negate ? 1 - raw : raw;
    return threshold === undefined ? turned : Number(turned >= threshold);
  };
}
