import { patternCost } from './scorers/pattern-cost.ts';
import { SCORERS } from './scorers/registry.ts';
import { compilePattern, patternProblem } from './scorers/safe-pattern.ts';
import type { PatternUse, ScorerConfig, ScorerProblem } from './scorers/scorer.ts';

/**
 * What all patterns of one list of scorers may cost together: about 20 ms of compiling in the process that serves
 * requests.
 */
export const SCORERS_PATTERN_COST_MAX = 20_000;
/** The same for the parts of their schemas, which the worker compiles: about half a second. */
export const SCORERS_SCHEMA_PARTS_MAX = 2_000;

/** A pattern of a scorer; `group` is the group that an extraction returns. */
type Use = PatternUse & { group: number };

/**
 * Returns what is wrong with a list of scorers; empty where they can run. Paths begin with the scorer's index:
 * `/0/value`. Costs are measured before anything is compiled, so that the compiling done here (patterns, not schemas)
 * is bounded.
 */
export function inspectScorers(configs: readonly ScorerConfig[]): ScorerProblem[] {
  const names = scorerNames(configs);
  const problems: ScorerProblem[] = [];
  const uses: Use[] = [];
  let parts = 0;
  for (const [i, config] of configs.entries()) {
    const refuse = (problem: ScorerProblem) => problems.push({ ...problem, path: `/${i}${problem.path}` });
    const kind = SCORERS[config.type];
    const foreign = (['tolerance', 'schema'] as const).find(
      (field) => config[field] !== undefined && !kind.fields.includes(field),
    );
    if (foreign)
      refuse({ path: `/${foreign}`, code: 'not_of_this_type', message: `${config.type} has no ${foreign}.` });
    if (names.indexOf(names[i] ?? '') !== i)
      refuse({ path: '/name', code: 'duplicate_name', message: `another scorer is named ${names[i]}.` });
    const inspected = kind.inspect?.(config) ?? { ok: true, patterns: [], schemaParts: 0 };
    if (!inspected.ok) {
      refuse(inspected.problem);
      // Measuring nineteen more of these would itself be costly.
      if (inspected.problem.code === 'too_costly') return problems;
    } else {
      uses.push(...inspected.patterns.map((use) => ({ ...use, path: `/${i}${use.path}`, group: 0 })));
      parts += inspected.schemaParts;
      if (parts > SCORERS_SCHEMA_PARTS_MAX) {
        const message = `the schemas of these scorers have ${parts} parts together; at most ${SCORERS_SCHEMA_PARTS_MAX}.`;
        return [...problems, { path: `/${i}/schema`, code: 'too_costly', message }];
      }
    }
    if (config.extract) {
      const { pattern: text, ignore_case: ignoreCase, group } = config.extract;
      uses.push({ text, ignoreCase, path: `/${i}/extract/pattern`, group });
    }
  }
  return [...problems, ...patternProblems(uses)];
}

function patternProblems(uses: readonly Use[]): ScorerProblem[] {
  const problems: ScorerProblem[] = [];
  let cost = 0;
  for (const { text, ignoreCase, path } of uses) {
    const problem = patternProblem(text, ignoreCase);
    if (problem) problems.push({ path, ...problem });
    else cost += patternCost(text, ignoreCase);
    if (cost > SCORERS_PATTERN_COST_MAX) {
      const message = `the patterns of these scorers cost more than ${SCORERS_PATTERN_COST_MAX} instructions together.`;
      return [...problems, { path, code: 'too_costly', message }];
    }
  }
  if (problems.length > 0) return problems;
  return uses.flatMap(({ text, ignoreCase, path, group }): ScorerProblem[] => {
    const found = compilePattern(text, ignoreCase);
    if (!found.ok) {
      const isSchema = path.endsWith('/schema');
      const message = isSchema ? `pattern ${text}: ${found.message}` : found.message;
      return [{ path, code: isSchema ? 'refused_schema' : found.code, message }];
    }
    if (group <= found.groups) return [];
    const at = path.replace(/pattern$/, 'group');
    return [{ path: at, code: 'no_such_group', message: `the pattern has no more than ${found.groups}.` }];
  });
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
