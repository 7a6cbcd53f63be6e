import { expect, test } from 'vitest';
import { type ProofState, proofOf, type Trial, worstProof } from './fallback-proof.ts';

const NOW = new Date('2026-11-27T12:00:00Z');
const trial = (verdict: Trial['verdict'], day: string, version = 3): Trial => ({
  verdict,
  version,
  at: new Date(`${day}T12:00:00Z`),
});

test.for<[string, Trial | null, ProofState]>([
  ['no gate', null, 'unproven'],
  ['a pass of today', trial('pass', '2026-11-27'), 'proven'],
  ['a pass of 30 days ago', trial('pass', '2026-10-28'), 'proven'],
  ['a pass of 31 days ago', trial('pass', '2026-10-27'), 'stale'],
  ['a pass of another version', trial('pass', '2026-11-27', 2), 'stale'],
  ['a fail of long ago', trial('fail', '2026-01-01'), 'failed'],
  ['no decision', trial('inconclusive', '2026-11-27'), 'inconclusive'],
])('%s', ([, given, expected]) => expect(proofOf(given, 3, NOW)).toBe(expected));

test.for<[ProofState[], ProofState]>([
  [[], 'unproven'],
  [['proven', 'proven'], 'proven'],
  [['proven', 'stale'], 'stale'],
  [['stale', 'unproven', 'inconclusive'], 'unproven'],
  [['unproven', 'failed'], 'failed'],
])('%j together are %s', ([states, expected]) => expect(worstProof(states)).toBe(expected));
