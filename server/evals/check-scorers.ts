import { invalidFields } from '#server/platform/faults.ts';
import { sha256Hex } from '#server/platform/ids.ts';
import { canonicalJson } from '#server/prompts/domain/canonical.ts';
import type { Scorers } from './contract.ts';
import { compileScorers, type ReadyScorer } from './domain/compile-scorers.ts';

/** The scorers ready to run; 422 that names each field which cannot work (`/scorers/0/extract/pattern`). */
export function checkScorers(scorers: Scorers, path = '/scorers'): ReadyScorer[] {
  const compiled = compileScorers(scorers);
  if (compiled.ok) return compiled.scorers;
  throw invalidFields(
    compiled.problems.map((problem) => ({
      path: `${path}${problem.path}`,
      code: problem.code,
      message: `${path}${problem.path}: ${problem.message}`,
    })),
  );
}

/** SHA-256 of the scorers with their defaults filled in: runs with equal digests were scored alike. */
export const digestScorers = (scorers: Scorers): string => sha256Hex(canonicalJson(scorers));
