import { expect, it } from 'vitest';
import { addBin } from '#server/telemetry/rollup/domain/bin-counts.ts';
import { emptyCell } from '#server/telemetry/rollup/domain/cell.ts';
import { measureOf } from './drift-signal.ts';
import { PROMPT_LENGTH } from './prompt-length.ts';
import { DRIFT_SIGNALS } from './signals.ts';

it.each([
  ['characters where nothing is known', 0, 0, 'characters'],
  ['characters where as many say both', 5, 5, 'characters'],
  ['tokens where more requests say only those', 4, 5, 'tokens in, where characters are unknown'],
])('prompt length is measured in %s', (_, chars, tokens, unit) => {
  const cell = emptyCell();
  if (chars > 0) addBin(cell.inputChars, 10, chars);
  if (tokens > 0) addBin(cell.inputTokens, 10, tokens);
  expect(measureOf(PROMPT_LENGTH, cell).unit).toBe(unit);
});

it('names every signal once', () => {
  const titles = DRIFT_SIGNALS.map(({ title }) => title);
  expect(new Set(titles).size).toBe(titles.length);
});
