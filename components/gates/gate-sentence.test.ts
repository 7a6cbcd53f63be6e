import { describe, expect, test } from 'vitest';
import { decideGate } from '#server/gates/domain/decide-gate.ts';
import { EXAMPLE_RULES } from '#test/builders/gate-input.ts';
import { compareSentence } from './comparison-head.tsx';
import { proofOf } from './gate-rows.ts';
import { failSentence, passSentence, undecidedSentence } from './gate-sentence.ts';

type Answers = Record<string, [baseline: number, candidate: number, n: number]>;

/**
 * A decision over recorded yes/no answers: a number of right ones of `n` items on each side, overlapping as far as
 * possible.
 */
function decided(answers: Answers, rules = EXAMPLE_RULES) {
  const side = (at: 0 | 1) => ({
    run: at === 0 ? 'a' : 'b',
    datasetVersion: 1,
    scorersDigest: 's',
    items: Object.entries(answers).flatMap(([category, counts]) =>
      Array.from({ length: counts[2] }, (_, index) => ({
        item: `${category}-${index}`,
        category,
        weight: 1,
        cluster: null,
        scores: [index < counts[at] ? 1 : 0],
      })),
    ),
  });
  return decideGate({
    rules,
    candidateDigest: 'candidate',
    servingDigest: 'serving',
    datasets: [{ dataset: 'golden', candidate: side(1), baseline: side(0), canDrawRepeats: false }],
  });
}

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('the sentence of a gate', () => {
  test('names the category that falls, and says that a rise of another one does not outvote it', () => {
    const gate = decided({ prime: [488, 12, 500], composite: [352, 499, 500] });
    expect(gate.verdict).toBe('fail');
    expect(plain(failSentence(gate))).toBe(
      'The gate failed: prime falls from 97.6 % to 2.4 %. That composite rises to 99.8 % does not outvote it.',
    );
  });

  test('counts the categories that fall and names the worst', () => {
    const gate = decided({ a: [90, 20, 100], b: [90, 60, 100], c: [50, 50, 100] });
    expect(plain(failSentence(gate))).toBe(
      'The gate failed in 2 of 3 categories. The worst: a falls from 90.0 % to 20.0 %.',
    );
  });

  test('names the missed floor where no category falls', () => {
    const gate = decided({ a: [50, 50, 100] }, { ...EXAMPLE_RULES, floors: { overall: 0.8, categories: {} } });
    expect(failSentence(gate)).toMatch(/^The gate failed: The overall score scores 50\.0 %, below its floor/);
  });

  test('says that chance could explain a drop, and how many items would settle it', () => {
    const gate = decided({ refunds: [41, 39, 46], delivery: [100, 100, 120] });
    expect(gate.verdict).toBe('inconclusive');
    expect(plain(undecidedSentence(gate))).toMatch(
      /^The gate could not decide: refunds falls from 89\.1 % to 84\.8 %, which chance could explain with 46 items(; [\d,]+ more items would settle it)?\.$/,
    );
  });

  test('distinguishes proven passes from others', () => {
    expect(passSentence(decided({ a: [350, 480, 500], b: [350, 480, 500] }))).toBe(
      'It holds in both categories, proven.',
    );
    expect(passSentence(decided({ a: [20, 20, 21] }))).toMatch(/a/);
  });

  test('does not say proven where so few items could miss a drop, even if none got worse', () => {
    const few = decided({ a: [46, 46, 50], b: [44, 45, 50] });
    expect(few.datasets[0]?.categories.map(({ strength }) => strength)).toEqual(['proven', 'proven']);
    expect(passSentence(few)).toBe('No drop beyond the margin in both categories; a small one cannot be ruled out.');
    expect(few.datasets[0]?.categories.map(proofOf).map(plain)).toEqual(['may hide −5.8', 'may hide −5.8']);
    expect(passSentence(decided({ a: [460, 460, 500], b: [44, 45, 50] }))).toBe(
      'No drop beyond the margin in both categories, proven in 1 of them.',
    );
  });
});

describe('the sentence of a comparison', () => {
  test('names the category whose drop the average hides', () => {
    const gate = decided({ prime: [62, 433, 500], composite: [438, 328, 500] });
    expect(plain(compareSentence(gate.datasets[0]))).toBe(
      'B is right more often, 76.1 % against 50.0 %, and still fails: composite falls from 87.6 % to 65.6 %.',
    );
  });

  test('an overall drop is said first', () => {
    const gate = decided({ prime: [488, 12, 500] });
    expect(plain(compareSentence(gate.datasets[0]))).toBe('B fails: prime falls from 97.6 % to 2.4 %.');
  });
});
