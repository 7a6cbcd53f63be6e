import { expect, test } from 'vitest';
import { matching, pageFindings } from './findings.ts';

const labels = (text: string) => matching(pageFindings('harbour'), text).map((finding) => finding.label);

test.each([
  ['part of a name finds it', 'promo', ['Promotions']],
  ['every word must be there, in any order', 'keys settings', ['Settings: keys']],
  ['case does not matter', 'AUDIT', ['Settings: audit']],
  ['a settings tab is found by its purpose', 'approvals', ['Settings: environments']],
  ['a text that occurs nowhere finds nothing', 'zebra', []],
])('%s', (_sentence, text, expected) => {
  expect(labels(text)).toEqual(expected);
});

test('an empty text lists the places, and no single tab of the settings', () => {
  expect(labels('')).toEqual([
    'Overview',
    'Prompts',
    'Promotions',
    'Evals',
    'Models',
    'Monitor',
    'Alerts',
    'Incidents',
    'Runbooks',
    'Cost',
    'Settings',
  ]);
});
