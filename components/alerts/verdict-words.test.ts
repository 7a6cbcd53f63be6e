import { expect, test } from 'vitest';
import type { JudgeReading } from '#server/alerts/anchors/domain/judge-shift.ts';
import type { VerdictEvidence } from '#server/alerts/anchors/domain/tell-apart.ts';
import { judgeStanding, verdictSentence } from './verdict-words.ts';

const judge: JudgeReading = {
  ...{ is: 'measured', anchors: 12, scores: 24, offset: -0.061, offsetBefore: -0.002, shift: -0.059 },
  ...{ standardError: 0.006, interval: [-0.078, -0.04], logE: 40 },
};
const evidence = (more: Partial<VerdictEvidence> = {}): VerdictEvidence => ({
  ...{ since: 0, firstSince: 0, end: 1, names: { before: 'acme/j1', since: 'acme/j2' }, judge },
  ...{ production: { drop: 0.058, mean: 0.81, n: 200, logE: 30 }, left: { drop: -0.001, standardError: 0.01 } },
  ...more,
});
const sentence = (verdict: 'none' | 'system' | 'judge' | 'unknown', more?: Partial<VerdictEvidence> | null) =>
  verdictSentence({ kind: 'quality', verdict, verdictEvidence: more === null ? null : evidence(more) })?.replaceAll(
    '\u00a0',
    ' ',
  );

test('of a judge that moved: against people, before, by how much, and what it calls itself', () => {
  expect(sentence('judge')).toBe(
    'The judge moved: anchors score 6.1 points lower than people gave them, before 0.2 points lower than people gave them. That is −5.9 points (95 % −7.8 to −4.0), 24 scores of 12 anchors; production −5.8 points, and without that quality rose 0.1 points. It calls itself acme/j2, before acme/j1.',
  );
});

test.for([
  ['system', {}, /^The system moved: the judge’s own shift/],
  ['none', {}, /^Neither production nor the judge/],
  ['unknown', null, /cannot be told: there are not yet 10 anchors/],
  ['unknown', { judge: { is: 'no_anchors' } }, /not yet 10 anchors/],
  ['unknown', { judge: { is: 'no_scores' } }, /fewer than 5 anchors were scored since/],
  ['unknown', {}, /too uncertain\.$/],
] as const)('%s of %o', ([verdict, more, words]) => expect(sentence(verdict, more)).toMatch(words));

test('an alert about anything else has none', () =>
  expect(verdictSentence({ kind: 'latency', verdict: 'none', verdictEvidence: null })).toBeNull());

test.for([
  [judge, 'Moved', 'e over 1,000,000'],
  [{ ...judge, logE: Math.log(4.04) }, 'Steady', 'e 4.0, speaks from 20'],
  [{ is: 'no_scores' }, 'Not scored', 'in the last 6 hours'],
  [{ is: 'no_anchors' }, 'Not known yet', 'Needs 10 anchors'],
] as const)('%o is %s', ([reading, word, detail]) => {
  const standing = judgeStanding(reading);
  expect(standing.word).toBe(word);
  expect(standing.detail).toContain(detail);
});
