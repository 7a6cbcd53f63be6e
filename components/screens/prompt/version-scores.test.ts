import { expect, test } from 'vitest';
import { type ChipFacts, chipsOf } from './version-scores.tsx';

const chip = (version: number, score: number | null, more: Partial<ChipFacts> = {}): ChipFacts => ({
  version,
  dataset: 'golden',
  provider: 'openai',
  model: 'atlas-2',
  score,
  ...more,
});

const differences = (chips: ChipFacts[], version: number, serving: number | null) =>
  chipsOf(chips, version, serving).map(({ difference }) =>
    typeof difference === 'number' ? Number(difference.toFixed(3)) : difference,
  );

test.each([
  ['a version is measured against what serves', [chip(14, 0.9), chip(13, 0.8)], 14, 13, [0.1]],
  ['what serves is the baseline', [chip(14, 0.9), chip(13, 0.8)], 13, 13, ['baseline']],
  ['another golden set is no baseline', [chip(14, 0.9), chip(13, 0.8, { dataset: 'other' })], 14, 13, [null]],
  ['the same model is preferred', [chip(14, 0.9), chip(13, 0.1, { model: 'x' }), chip(13, 0.8)], 14, 13, [0.1]],
  ['without a score there is no difference', [chip(14, null), chip(13, 0.8)], 14, 13, [null]],
  ['nothing serves: nothing to compare with', [chip(14, 0.9)], 14, null, [null]],
  ['a version without runs has none', [chip(13, 0.8)], 14, 13, []],
] as const)('%s', (_sentence, chips, version, serving, expected) => {
  expect(differences([...chips], version, serving)).toEqual(expected);
});
