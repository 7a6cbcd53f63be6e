import { SCORERS } from './scorers/registry.ts';
import { compilePattern, extractText, type PatternResult } from './scorers/safe-pattern.ts';
import type { Score, ScorerConfig, ScorerProblem } from './scorers/scorer.ts';

/** A scorer ready to run: its name in `scores`, its weight in the item's score. */
export type ReadyScorer = { readonly name: string; readonly weight: number; readonly score: Score };

export type ReadyScorers = { ok: true; scorers: ReadyScorer[] } | { ok: false; problems: ScorerProblem[] };

/** Compiles a run's scorers, or names what is wrong with each; paths begin with the scorer's index: `/0/value`. */
export function compileScorers(configs: readonly ScorerConfig[]): ReadyScorers {
  const names = scorerNames(configs);
  const problems: ScorerProblem[] = [];
  const scorers = configs.flatMap((config, i): ReadyScorer[] => {
    const refuse = (problem: ScorerProblem) => problems.push({ ...problem, path: `/${i}${problem.path}` });
    const foreign = (['tolerance', 'schema'] as const).find(
      (field) => config[field] !== undefined && !SCORERS[config.type].fields.includes(field),
    );
    if (foreign)
      refuse({ path: `/${foreign}`, code: 'not_of_this_type', message: `${config.type} has no ${foreign}.` });
    if (names.indexOf(names[i] ?? '') !== i)
      refuse({ path: '/name', code: 'duplicate_name', message: `another scorer is named ${names[i]}.` });
    const kind = SCORERS[config.type].compile(config);
    if (!kind.ok) refuse(kind.problem);
    const pattern =
      config.extract === undefined ? null : compilePattern(config.extract.pattern, config.extract.ignore_case);
    const wrong =
      config.extract === undefined || pattern === null ? null : extractProblem(pattern, config.extract.group);
    if (wrong) refuse(wrong);
    return kind.ok
      ? [{ name: names[i] ?? config.type, weight: config.weight, score: withExtraction(config, kind.score, pattern) }]
      : [];
  });
  return problems.length > 0 ? { ok: false, problems } : { ok: true, scorers };
}

/** Each scorer's own name, else its type, numbered where types repeat: `equals`, `equals_2`. */
export function scorerNames(configs: readonly Pick<ScorerConfig, 'name' | 'type'>[]): string[] {
  const seen = new Map<string, number>();
  return configs.map(({ name, type }) => {
    if (name !== undefined) return name;
    const count = (seen.get(type) ?? 0) + 1;
    seen.set(type, count);
    return count === 1 ? type : `${type}_${count}`;
  });
}

function extractProblem(pattern: PatternResult, group: number): ScorerProblem | null {
  if (!pattern.ok) return { path: '/extract/pattern', code: 'refused_pattern', message: pattern.message };
  if (group <= pattern.groups) return null;
  return { path: '/extract/group', code: 'no_such_group', message: `the pattern has no more than ${pattern.groups}.` };
}

/** Extraction before, negation and threshold after. An empty output and one without a match score 0, negated or not. */
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
