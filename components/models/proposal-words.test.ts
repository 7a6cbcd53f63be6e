import { expect, test } from 'vitest';
import { askInWords } from './proposal-words.ts';

const NOW = Date.UTC(2026, 10, 27);

test.for([
  ['which_day', ['2027-01-05', '2027-05-01'], 'Which day is meant? 5 Jan 2027 or 1 May 2027'],
  ['relative_day', ['2027-05-27'], 'The day is counted from another one. It would be: 27 May 2027'],
  ['relative_day', [], 'The day is counted from another one.'],
  ['what_happens', [], 'The text states a day, and not what happens on it.'],
  ['no_day', [], 'It retires, and the text states no day.'],
] as const)('the question %s with %j', ([ask, candidates, sentence]) => {
  expect(askInWords({ ask, candidates: [...candidates] }, NOW).replaceAll('\u00a0', ' ')).toBe(sentence);
});
