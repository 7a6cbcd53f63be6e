import { DAY_MS } from '#server/platform/pure/durations.ts';
import type { Verdict } from './verdict.ts';

/**
 * What is known of a fallback for one prompt, from its newest gate against something that served.
 *
 * | state | |
 * | --- | --- |
 * | `proven` | the gate passed in the last 30 days, for the version that serves |
 * | `stale` | it passed, longer ago or for another version |
 * | `failed` | it failed |
 * | `inconclusive` | it could not decide |
 * | `unproven` | there was none |
 */
export const PROOF_STATES = ['proven', 'stale', 'inconclusive', 'unproven', 'failed'] as const;
export type ProofState = (typeof PROOF_STATES)[number];

/** Days for which a passed gate proves a fallback. */
export const PROOF_DAYS = 30;

/** A gate's verdict on a version of a prompt with the fallback's model. */
export type Trial = { verdict: Verdict; version: number; at: Date };

/** How the newest trial of a fallback stands, where `version` serves. */
export function proofOf(trial: Trial | null, version: number, now: Date): ProofState {
  if (trial === null) return 'unproven';
  if (trial.verdict === 'fail') return 'failed';
  if (trial.verdict === 'inconclusive') return 'inconclusive';
  const isRecent = now.getTime() - trial.at.getTime() <= PROOF_DAYS * DAY_MS;
  return isRecent && trial.version === version ? 'proven' : 'stale';
}

/** The state of a fallback for several prompts: the worst of all. Of no prompt nothing is proven. */
export const worstProof = (states: readonly ProofState[]): ProofState =>
  PROOF_STATES.findLast((state) => states.includes(state)) ?? 'unproven';
