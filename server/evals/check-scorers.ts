import { invalidFields } from '#server/platform/faults.ts';
import { sha256Hex } from '#server/platform/ids.ts';
import { makeTurns } from '#server/platform/jobs/take-turns.ts';
import { canonicalJson } from '#server/prompts/domain/canonical.ts';
import type { Scorers } from './contract.ts';
import { inspectScorers } from './domain/inspect-scorers.ts';

const takeTurn = makeTurns();

/**
 * Throws a 422 that names each field of the scorers which cannot work or costs too much (`/scorers/0/extract/pattern`).
 * Takes up to 20 ms, so requests do it one after the other: call it outside of a transaction.
 */
export async function checkScorers(scorers: Scorers, path = '/scorers'): Promise<void> {
  const problems = await takeTurn(() => inspectScorers(scorers));
  if (problems.length === 0) return;
  throw invalidFields(
    problems.map((problem) => ({
      path: `${path}${problem.path}`,
      code: problem.code,
      message: `${path}${problem.path}: ${problem.message}`,
    })),
  );
}

/** SHA-256 of the scorers with their defaults filled in: runs with equal digests used the same scorers. */
export const digestScorers = (scorers: Scorers): string => sha256Hex(canonicalJson(scorers));
