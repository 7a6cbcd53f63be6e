import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { seededRandom } from '../demo/random.ts';
import { busyness, drawTokens, QUANTILES, requestsOf, TRACE } from './shape.ts';

const FOLDER = process.env.SWITCHYARD_EXAMPLE_DATA ?? join(import.meta.dirname, '../../../shared/data');
const FILE = join(FOLDER, 'azure-llm-conv-2023.csv');

test.skipIf(!existsSync(FILE))('the table is what the trace gives (azure-llm-conv-2023.csv)', () => {
  const rows = readFileSync(FILE, 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
  const at = (text = '') => Date.parse(`${text.slice(0, 10)}T${text.slice(11, 23)}Z`);
  const first = Math.min(...rows.map(([time]) => at(time)));
  const counts = new Array<number>(TRACE.perMinute.length).fill(0);
  for (const [time] of rows) {
    const minute = Math.floor((at(time) - first) / 60_000);
    // The last minute of the trace is not whole.
    if (minute < counts.length) counts[minute] = (counts[minute] ?? 0) + 1;
  }
  expect(counts).toEqual(TRACE.perMinute);
  for (const [name, column] of [['context', 1] as const, ['generated', 2] as const]) {
    const sorted = rows.map((row) => Number(row[column])).sort((a, b) => a - b);
    expect(QUANTILES.map((q) => sorted[Math.floor(q * (sorted.length - 1))])).toEqual(TRACE[name]);
  }
});

test('requests follow it at any volume, and tokens lie within it', () => {
  const random = seededRandom(1);
  const minutes = Array.from({ length: 58 * 40 }, (_, minute) => requestsOf(minute, 20, random));
  expect(minutes.reduce((sum, n) => sum + n, 0) / minutes.length).toBeCloseTo(20, 0);
  expect(busyness(31)).toBeGreaterThan(busyness(0));
  expect(busyness(-1)).toBe(busyness(57));
  const tokens = Array.from({ length: 2_000 }, () => drawTokens('context', random)).sort((a, b) => a - b);
  expect([tokens[0], tokens.at(-1)].every((n = 0) => n >= 2 && n <= 14_050)).toBe(true);
  expect((tokens[1_000] ?? 0) / 1020).toBeCloseTo(1, 0);
});
