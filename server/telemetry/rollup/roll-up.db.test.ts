import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Services } from '#server/platform/context.ts';
import { openServices } from '#server/run/services.ts';
import { acceptEvents } from '#server/telemetry/ingest/accept-events.ts';
import { SEEN_PERIOD_MS } from '#server/telemetry/store/domain/seen-period.ts';
import { fixedClock } from '#test/harness/fixed-clock.ts';
import { type System, startSystem } from '#test/harness/system.ts';
import { rollUpOnce } from '#test/harness/telemetry.ts';
import { maintainPartitions } from './maintain-partitions.ts';
import { startRollups } from './start-rollups.ts';
import { verifyRollups } from './verify-rollups.ts';

const NOW = Date.parse('2026-03-04T12:00:30.000Z');
const HOUR = 3_600_000;
const iso = (ms: number) => new Date(ms).toISOString();

let system: System;
beforeAll(async () => {
  system = await startSystem({ now: iso(NOW) });
});
afterAll(() => system.dispose());

const send = (events: readonly object[], project = 'default', services: Partial<Services> = {}) =>
  acceptEvents(
    { ...system.ctx({ project }), ...services },
    { received: events.map((value) => ({ value })), sentAt: null, batch: null },
  );

describe('rollups heal', () => {
  test('when an event arrives a month late', async () => {
    await send([{ id: 'late', at: iso(NOW - 30 * 24 * HOUR), model: 'late/model' }]);
    expect(await verifyRollups(system.services.sql)).not.toEqual([]);
    await rollUpOnce(system.services);
    expect(await verifyRollups(system.services.sql)).toEqual([]);
  });

  test('whatever the order in which two workers and four writers come', async () => {
    const stop = await startRollups(system.services);
    const writer = async (nr: number) => {
      for (let batch = 0; batch < 15; batch++) {
        const events = Array.from({ length: 20 }, (_, i) => ({
          id: `race-${nr}-${batch}-${i}`,
          at: iso(NOW - ((batch * 20 + i) % 7) * 60_000),
          model: `m/${i % 3}`,
        }));
        await send(events);
        if (batch % 5 === 0) await send(events);
      }
    };
    await Promise.all([writer(1), writer(2), writer(3), writer(4), rollUpOnce(system.services).catch(() => 0)]);
    await stop();
    await rollUpOnce(system.services);
    const [row] = await system.services.sql`select count(*)::int as n from event where id like 'race-%'`;
    expect(row?.n).toBe(4 * 15 * 20);
    expect(await verifyRollups(system.services.sql)).toEqual([]);
  }, 60_000);

  test('when Postgres ends the connection in the middle of a write, and the sender sends again', async () => {
    const sql = system.owner();
    let kills = 0;
    let writing = true;
    const killer = (async () => {
      while (writing && kills < 8) {
        const killed = await sql`
          select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and state <> 'idle' and query ilike 'copy event%'`;
        kills += killed.length;
      }
    })();
    let refused = 0;
    const sendUntilHeard = async (events: readonly object[]) => {
      for (;;) {
        try {
          return await send(events);
        } catch {
          refused += 1;
        }
      }
    };
    for (let batch = 0; kills < 8 && batch < 2000; batch++) {
      await sendUntilHeard(
        Array.from({ length: 200 }, (_, i) => ({ id: `killed-${batch}-${i}`, at: iso(NOW - i * 1000), model: 'm/k' })),
      );
    }
    writing = false;
    await killer;
    const [row] = await sql<{ n: number; ids: number }[]>`
      select count(*)::int as n, count(distinct id)::int as ids from event where id like 'killed-%'`;
    expect(row?.n).toBe(row?.ids);
    expect((row?.n ?? 1) % 200).toBe(0);
    expect(refused).toBeGreaterThan(0);
    await rollUpOnce(system.services);
    expect(await verifyRollups(system.services.sql)).toEqual([]);
  }, 60_000);
});

describe('an id is one event', () => {
  const turn = Math.ceil(NOW / SEEN_PERIOD_MS) * SEEN_PERIOD_MS;

  async function withClock<T>(at: number, work: (services: Services) => Promise<T>): Promise<T> {
    const clock = fixedClock(new Date(at));
    const services = openServices(system.config, 'second', { clock, log: system.services.log });
    try {
      return await work(services);
    } finally {
      await services.close();
    }
  }

  test('when two processes receive it at once on either side of midnight', async () => {
    const ids = Array.from({ length: 30 }, (_, i) => `midnight-${i}`);
    const counts = await withClock(turn - 50, (before) =>
      withClock(turn + 50, (after) =>
        Promise.all(
          ids.flatMap((id) => [
            send([{ id, at: iso(turn - 50), model: 'm' }], 'other', before),
            send([{ id, at: iso(turn + 50), model: 'm' }], 'other', after),
          ]),
        ),
      ),
    );
    expect(counts.reduce((total, count) => total + count.accepted, 0)).toBe(ids.length);
    expect(counts.reduce((total, count) => total + count.duplicates, 0)).toBe(ids.length);
  });

  test.each([
    ['a minute', 60_000],
    ['a day', 24 * HOUR],
    ['seven days less a second', 7 * 24 * HOUR - 1000],
  ])('when it is sent again after %s, with another time', async (name, later) => {
    const id = `again-${name}`;
    const sendAt = (at: number) =>
      withClock(at, (services) => send([{ id, at: iso(at), model: 'm' }], 'other', services));
    expect((await sendAt(turn - 2 * HOUR)).accepted).toBe(1);
    expect(await sendAt(turn - 2 * HOUR + later)).toMatchObject({ accepted: 0, duplicates: 1 });
  });
});

describe('retention', () => {
  test('drops whole days of raw events and minutes, and keeps hours and days', async () => {
    await send([{ id: 'old', at: iso(NOW - 60 * 24 * HOUR), model: 'm/old' }]);
    await rollUpOnce(system.services);
    const later = fixedClock(new Date(NOW + 40 * 24 * HOUR));
    await maintainPartitions({ ...system.services, clock: later });
    const [row] = await system.services.sql<{ raw: number; minutes: number; hours: number }[]>`
      select (select count(*)::int from event where id = 'old') as raw,
        (select count(*)::int from rollup where tier = 1 and bucket < ${new Date(NOW - 59 * 24 * HOUR)}) as minutes,
        (select count(*)::int from rollup where tier = 2 and set_id = 0 and bucket < ${new Date(NOW - 59 * 24 * HOUR)}) as hours`;
    expect(row).toEqual({ raw: 0, minutes: 0, hours: 1 });
  });

  test('never computes a bucket again whose events are gone', async () => {
    const [before] = await system.services.sql`select sum(n)::int as n from rollup where tier = 2 and set_id = 0`;
    await system.services.sql`
      insert into rollup_mark select slot, 1, bucket from rollup where tier = 2 and set_id = 0`;
    const later = { ...system.services, clock: fixedClock(new Date(NOW + 40 * 24 * HOUR)) };
    await rollUpOnce(later);
    const [after] = await system.services.sql`select sum(n)::int as n from rollup where tier = 2 and set_id = 0`;
    expect(after?.n).toBe(before?.n);
  });
});
