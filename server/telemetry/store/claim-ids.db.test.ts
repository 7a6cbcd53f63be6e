import { fc, test } from '@fast-check/vitest';
import { afterAll, beforeAll, expect } from 'vitest';
import { openSql, type Sql } from '#db/client.ts';
import { keyOfId } from '#server/telemetry/event/event-key.ts';
import { cloneDatabase, type TestDatabase } from '#test/harness/postgres.ts';
import { claimIds } from './claim-ids.ts';
import { SEEN_PERIOD_MS, seenPeriods } from './domain/seen-period.ts';
import { makePartitions, seenPartition } from './partitions.ts';

const TURN = 2940;
const HOUR_MS = 3_600_000;

let database: TestDatabase;
let sql: Sql;
let slots = 0;
beforeAll(async () => {
  database = await cloneDatabase();
  sql = openSql(database.url, { max: 4 });
  await makePartitions(sql).ensure([-2, -1, 0, 1].map((by) => seenPartition(TURN + by)));
});
afterAll(async () => {
  await sql.end();
  await database[Symbol.asyncDispose]();
});

/** Claims ids as a call at `now` would, and returns those that were new. */
const claim = async (slot: number, ids: readonly number[], now: number): Promise<number[]> => {
  const claims = ids.map((id) => ({ key: keyOfId(`id ${id}`).key, at: now }));
  const known = await sql.begin((sql) => claimIds({ sql, slot }, { periods: seenPeriods(now), claims }));
  return ids.filter((_, i) => !known.has(claims[i]?.key ?? ''));
};

const calls = fc.array(
  fc.record({
    ids: fc.uniqueArray(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 4 }),
    /** The clock of the process that received it: it was set back or forward by up to an hour since the last call. */
    now: fc.integer({ min: -HOUR_MS, max: HOUR_MS }).map((by) => TURN * SEEN_PERIOD_MS + by),
  }),
  { minLength: 2, maxLength: 8 },
);
const newIds = (returned: readonly number[][]) => returned.flat().sort();
const givenOnes = (given: readonly { ids: number[] }[]) => [...new Set(given.flatMap(({ ids }) => ids))].sort();

test.prop([calls], { numRuns: 60 })(
  'an id is new once, however the clock goes back and forth over the weekly turn between its calls',
  async (given) => {
    const slot = ++slots;
    const returned: number[][] = [];
    for (const { ids, now } of given) returned.push(await claim(slot, ids, now));
    expect(newIds(returned)).toEqual(givenOnes(given));
  },
);

test.prop([calls], { numRuns: 30 })(
  'and also where all of them are written at the same time by processes whose clocks differ',
  async (given) => {
    const slot = ++slots;
    expect(newIds(await Promise.all(given.map(({ ids, now }) => claim(slot, ids, now))))).toEqual(givenOnes(given));
  },
);

test('an id that was received a day ahead of now, by a clock since set back, is not new', async () => {
  const slot = ++slots;
  const ahead = TURN * SEEN_PERIOD_MS + 12 * HOUR_MS;
  expect(await claim(slot, [1], ahead)).toEqual([1]);
  expect(await claim(slot, [1, 2], ahead - 24 * HOUR_MS)).toEqual([2]);
});
