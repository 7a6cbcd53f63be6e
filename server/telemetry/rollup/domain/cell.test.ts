import { expect, test } from 'vitest';
import { type BinCounts, encodeBins } from './bin-counts.ts';
import { addCell, addEvent, type Cell, emptyCell, type Measures } from './cell.ts';
import { encodeShards, type ShardSums } from './shard-sums.ts';

const SLOW: Measures = {
  failed: true,
  costNano: 3,
  tokensIn: 5,
  tokensOut: 7,
  tokensCached: 2,
  latencyMs: 900,
  ttftMs: 80,
  inputChars: 40,
  quality: 0.25,
  shard: 4,
  success: true,
};
/** Without characters its tokens stand for the length of the prompt. */
const QUICK: Measures = { ...SLOW, failed: false, latencyMs: 30, ttftMs: 9, inputChars: null, success: false };

const cellOf = (...events: Measures[]): Cell => {
  const cell = emptyCell();
  for (const event of events) addEvent(cell, event);
  return cell;
};

/** Every part of a cell by its name; sketches and shards as they are stored. */
const partsOf = (cell: Cell) =>
  Object.fromEntries(
    Object.entries(cell).map(([name, value]: [string, number | BinCounts | ShardSums]) => {
      if (typeof value === 'number') return [name, value];
      return [name, 'shards' in value ? encodeShards(value) : encodeBins(value)];
    }),
  );

test('two cells added are the cell of both events, in every part', () => {
  const sum = cellOf(SLOW);
  addCell(sum, cellOf(QUICK));
  expect(partsOf(sum)).toEqual(partsOf(cellOf(SLOW, QUICK)));
});

test('an event with every field leaves no part of a cell empty', () => {
  const empty = partsOf(emptyCell());
  const parts = partsOf(cellOf(SLOW, QUICK));
  expect(Object.keys(parts).filter((name) => parts[name] === empty[name])).toEqual([]);
});
