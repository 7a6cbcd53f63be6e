import { expect, test } from 'vitest';
import { signalsEvidence, signalsHeadline } from './signal-words.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');
const NOTHING = { requests: 0, scanned: 0, counted: 0, judged: 0, cut: 0, share: null };
const coverage = (more: Partial<Omit<typeof NOTHING, 'share'>> & { share?: number | null; storesTexts?: boolean }) => ({
  coverage: { ...NOTHING, storesTexts: true, scannedUntil: null, ...more },
});

test.each([
  [coverage({}), 'No request in the last 24 hours.'],
  [coverage({ requests: 40 }), 'None of 40 requests could be scanned: whether there were attacks is unknown.'],
  [coverage({ requests: 40, scanned: 30, share: 0 }), 'No signal of prompt injection in 30 scanned requests.'],
  [
    coverage({ requests: 40, scanned: 30, counted: 1, share: 1 / 30 }),
    '1 request looks like prompt injection, 3.3 % of 30 scanned.',
  ],
])('the headline never takes what is unknown for nothing found', (data, sentence) => {
  expect(plain(signalsHeadline(data))).toBe(sentence);
});

test('the evidence says how much was scanned and why it was not', () => {
  expect(plain(signalsEvidence(coverage({ requests: 40, scanned: 30, cut: 2 })))).toMatch(
    /^30 of 40 requests of the last 24 hours had a text to scan; 2 were longer than what is looked at\. Known/,
  );
  expect(plain(signalsEvidence(coverage({ requests: 40, storesTexts: false })))).toContain(
    'stores no inputs and outputs',
  );
});
