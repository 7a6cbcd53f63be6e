import { expect, test } from 'vitest';
import { type Compared, type IncomingData, incomingHeadline, verdictWords } from './incoming-words.ts';

const compared = (more: object): Compared => ({ provider: 'openai', name: 'Errors', ...more }) as Compared;

test.each([
  [{ verdict: 'them', leadMin: 23 }, 'Them: Errors', 'We knew first: +23\u00a0min'],
  [{ verdict: 'them', leadMin: -4 }, 'Them: Errors', 'They announced it first: −4\u00a0min'],
  [{ verdict: 'them', leadMin: 0 }, 'Them: Errors', 'Both in the same minute'],
  [{ verdict: 'not_announced' }, 'openai announces nothing', 'Ours, or theirs and not announced yet'],
  [{ verdict: 'unknown' }, 'Cannot tell', 'No reading of openai’s status page beside this alert'],
])('%o', (more, who, lead) => {
  expect(verdictWords(compared(more))).toEqual({ who, lead });
});

const data = (sources: object[], pages: object[]): IncomingData => ({ sources, pages }) as unknown as IncomingData;

test.each([
  [data([], []), 'Nothing has been received from outside.'],
  [data([{ source: 'webhook', receivedAt: null }], []), 'Nothing has been received from outside.'],
  [
    data([{ source: 'alertmanager', receivedAt: new Date(0) }], [{ provider: 'openai', indicator: 'none' }]),
    'Alertmanager sent alerts. 1\u00a0status page is read.',
  ],
  [
    data([], [{ provider: 'openai', indicator: 'major' }]),
    'Nothing has been received from outside. openai announces trouble.',
  ],
])('headline %#', (given, words) => {
  expect(incomingHeadline(given)).toBe(words);
});
