import { gzipSync } from 'node:zlib';

/** A request that is small as sent, or large and legitimate; `times` are sent at once, each made anew. */
export type Attack = {
  name: string;
  path: string;
  method?: 'GET' | 'POST';
  headers?: Record<string, string>;
  /** Made once, before the clock starts; `i` distinguishes the copies where they must differ. */
  body?: (i: number) => Buffer;
  times?: number;
  /** Milliseconds of resolve's worst and 99th percentile meanwhile, where the bar is another. */
  bar?: { p99: number; worst: number };
};

const IMPORT = '/api/v1/eval-runs/import';
const ITEMS = '/api/v1/datasets/golden/items';
const GZIP = { 'content-encoding': 'gzip' };
const NDJSON = { 'content-type': 'application/x-ndjson' };
const CSV = { 'content-type': 'text/csv' };

/** gzip of a text that repeats: level 9 makes a thousandth of it. */
const zipped = (head: string, unit: string, times: number, tail: string): Buffer =>
  gzipSync(Buffer.concat([Buffer.from(head), Buffer.alloc(unit.length * times, unit), Buffer.from(tail)]), {
    level: 9,
  });
const once = (make: () => Buffer): (() => Buffer) => {
  let made: Buffer | null = null;
  return () => {
    made ??= make();
    return made;
  };
};

/** Outputs for items `i0` … as an import of `bytes` bytes. */
export function importOf(bytes: number, items: number): Buffer {
  const output = 'The contract may be ended by either side with a notice of three months. '.repeat(6);
  const results: string[] = [];
  for (let i = 0, size = 0; size < bytes; i++) {
    const result = JSON.stringify({
      item: `i${i % items}`,
      repeat: Math.floor(i / items),
      output: `${i}: ${output}`,
      latency_ms: 400 + (i % 900),
      tokens_in: 800,
      tokens_out: 90,
    });
    results.push(result);
    size += result.length + 1;
  }
  const head = { prompt: 'bench/answer', version: 1, model: 'bench/model', dataset: 'golden' };
  return Buffer.from(
    `${JSON.stringify({ ...head, scorers: [{ type: 'equals' }] }).slice(0, -1)},"results":[${results.join(',')}]}`,
  );
}

const uniqueKeys = (count: number): string => Array.from({ length: count }, (_, i) => `"k${i}":1`).join(',');

/** Requests of one caller that must not slow the others. Another feature's attacks are lines here. */
export const ATTACKS: readonly Attack[] = [
  {
    name: '25 million {} in 75 kB of gzip, as results',
    path: IMPORT,
    headers: GZIP,
    body: once(() => zipped('{"results":[', '{},', 25_000_000, '{}]}')),
  },
  {
    name: '16 million {} in 48 kB of gzip, as results',
    path: IMPORT,
    headers: GZIP,
    body: once(() => zipped('{"results":[', '{},', 16_600_000, '{}]}')),
  },
  {
    name: '1.2 million {} in gzip, as results (within the budget of elements)',
    path: IMPORT,
    headers: GZIP,
    body: once(() => zipped('{"results":[', '{},', 1_200_000, '{}]}')),
  },
  {
    name: '50 MB of [[[[ in gzip, as items',
    path: ITEMS,
    headers: GZIP,
    body: once(() => zipped('', '[', 49_999_000, '')),
  },
  {
    name: 'one text of 50 MB in gzip, as an output',
    path: IMPORT,
    headers: GZIP,
    body: once(() => zipped('{"results":[{"item":"i1","output":"', 'a', 49_900_000, '"}]}')),
  },
  {
    name: 'a million keys, as models',
    path: '/api/v1/models/import',
    headers: GZIP,
    body: once(() => gzipSync(`{${uniqueKeys(1_000_000)}}`)),
  },
  {
    name: '50 million commas in gzip, as CSV',
    path: ITEMS,
    headers: { ...GZIP, ...CSV },
    body: once(() => zipped('a', ',', 49_900_000, '')),
  },
  {
    name: '25 million quotes in gzip, as CSV',
    path: ITEMS,
    headers: { ...GZIP, ...CSV },
    body: once(() => zipped('a\n', '""', 24_900_000, '')),
  },
  {
    name: '50 million empty lines in gzip, as items',
    path: ITEMS,
    headers: { ...GZIP, ...NDJSON },
    body: once(() => zipped('', '\n', 49_900_000, '')),
  },
  {
    name: '500,000 wrong items in gzip, partial',
    path: `${ITEMS}?partial=true`,
    headers: { ...GZIP, ...NDJSON },
    body: once(() => zipped('', '{"x":1}\n', 500_000, '')),
  },
  {
    name: '333,000 {} in 1 MB, as events',
    path: '/api/v1/events',
    body: once(() => Buffer.from(`{"events":[${'{},'.repeat(333_000)}{}]}`.slice(0, 999_990))),
  },
  {
    name: 'a million empty lines, as events',
    path: '/api/v1/events',
    headers: NDJSON,
    body: once(() => Buffer.alloc(999_990, '\n')),
  },
  {
    name: '99,000 values in one event',
    path: '/api/v1/events',
    body: once(() => Buffer.from(`{"events":[{"tags":[${'0,'.repeat(98_000)}0]}]}`)),
  },
  {
    name: '1,000 wrong events',
    path: '/api/v1/events',
    body: once(() => Buffer.from(JSON.stringify({ events: Array.from({ length: 1000 }, () => ({ x: 1 })) }))),
  },
  {
    name: '333,000 {} in 1 MB, as a version',
    path: '/api/v1/prompts/bench%2Fanswer/versions',
    body: once(() => Buffer.from(`{"template":"a","config":{"x":[${'{},'.repeat(333_000)}{}]}}`.slice(0, 999_990))),
  },
  {
    name: 'a version of 900 kB',
    path: '/api/v1/prompts/bench%2Fanswer/versions',
    body: once(() =>
      Buffer.from(JSON.stringify({ template: 'word, '.repeat(149_000), config: { model: 'bench/model' } })),
    ),
  },
  {
    name: '9,900 values as variables of resolve',
    path: '/api/v1/resolve',
    body: once(() =>
      Buffer.from(
        `{"prompt":"bench/answer","environment":"staging","variables":{"question":[${'0,'.repeat(9_900)}0]}}`,
      ),
    ),
  },
  { name: 'an address of 16 kB', path: `/api/v1/eval-runs?search=${'a'.repeat(15_500)}`, method: 'GET' },
  {
    name: 'an import of 45 MB',
    path: IMPORT,
    times: 1,
    bar: { p99: 20, worst: 250 },
    body: once(() => importOf(45_000_000, 1_000)),
  },
  {
    name: 'ten imports of 45 MB in gzip',
    path: IMPORT,
    headers: GZIP,
    body: once(() => gzipSync(importOf(45_000_000, 1_000))),
  },
];
