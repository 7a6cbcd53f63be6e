import { expect, test } from 'vitest';
import { matching, pageFindings } from './findings.ts';

const labels = (text: string) => matching(pageFindings('harbour'), text).map((finding) => finding.label);

test.each([
  ['a part of a name finds it', 'promo', ['Promotions']],
  ['every word must be there, in any order', 'keys settings', ['Settings: keys']],
  ['case does not matter', 'AUDIT', ['Settings: audit']],
  ['a tab is found by what it is for', 'approvals', ['Settings: environments']],
  ['what is nowhere finds nothing', 'zebra', []],
])('%s', (_sentence, text, expected) => {
  expect(labels(text)).toEqual(expected);
});

test('nothing typed offers the places, and no single tab of the settings', () => {
  expect(labels('')).toEqual(['Overview', 'Prompts', 'Promotions', 'Evals', 'Monitor', 'Settings']);
});
