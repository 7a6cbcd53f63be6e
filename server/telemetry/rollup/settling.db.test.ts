import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acceptEvents } from '#server/telemetry/ingest/accept-events.ts';
import { statementsOf } from '#server/telemetry/query/event-ranges.ts';
import { readMonitor } from '#server/telemetry/query/read-monitor.ts';
import { readSeries } from '#server/telemetry/query/read-series.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { type System, startSystem } from '#test/harness/system.ts';
import { rollUpOnce } from '#test/harness/telemetry.ts';

const NOW = Date.parse('2026-03-04T12:00:30.000Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

let system: System;
beforeAll(async () => {
  system = await startSystem({ now: new Date(NOW).toISOString() });
});
afterAll(() => system.dispose());

/** What an event of a minute without a mark is copied with. */
const COPIED = `received_at, series_id, slot, environment, prompt, version, model, service, error_code, query_type, status,
  arm, flags, shard`;

/** `minutes` ago, one event each. */
const send = (name: string, minutes: readonly number[]) =>
  acceptEvents(system.ctx({}), {
    received: minutes.map((ago) => ({
      value: { id: `${name}-${ago}`, at: new Date(NOW - ago * MINUTE).toISOString(), model: 'm', tokens_in: 7 },
    })),
    sentAt: null,
    batch: null,
  });

async function total(metric: 'requests' | 'tokens_in') {
  const { series, pendingMinutes } = await readSeries(system.ctx({}), {
    metric,
    from: NOW - 20 * HOUR,
    to: NOW,
    filter: {},
  });
  const sum = series.flatMap(({ values }) => values).reduce<number>((all, value) => all + (value ?? 0), 0);
  return { sum, pendingMinutes };
}

describe('before the worker has summed a bulk load', () => {
  it('sums are exact over hours of changed minutes, beside each other and apart', async () => {
    const dense = Array.from({ length: 200 }, (_, i) => i + 1);
    const sparse = Array.from({ length: 250 }, (_, i) => 300 + 3 * i);
    await send('dense', dense);
    await send('sparse', sparse);
    expect(await total('requests')).toEqual({ sum: 450, pendingMinutes: 0 });
    expect(await total('tokens_in')).toEqual({ sum: 450 * 7, pendingMinutes: 0 });
  });
  it('they stay so when it has, and when some minutes change again', async () => {
    await rollUpOnce(system.services);
    await send('late', [5, 100, 700]);
    expect(await total('requests')).toEqual({ sum: 453, pendingMinutes: 0 });
    const monitor = await readMonitor(system.ctx({}), { range: '24h' });
    expect(monitor.totals.requests).toBe(453);
    expect(monitor.settling).toBe(0);
  });
  it('drift looks back from now, also where the range ends in the future', async () => {
    await rollUpOnce(system.services);
    await send('yesterday', [900]);
    const ahead = { from: new Date(NOW - HOUR), to: new Date(NOW + 60 * 24 * HOUR) };
    const drifts = [{}, ahead].map(async (more) => {
      const { drift } = await readMonitor(system.ctx({}), { range: '24h', ...more });
      return drift;
    });
    expect(await drifts[1]).toEqual(await drifts[0]);
  });
});

describe('two months of changed minutes apart, more pieces than one statement of Postgres can join', () => {
  const read = () =>
    readSeries(system.ctx({}), { metric: 'requests', from: NOW - 60 * 24 * HOUR, to: NOW, filter: {} });
  const sumOf = ({ series }: Awaited<ReturnType<typeof read>>) =>
    series.flatMap(({ values }) => values).reduce<number>((all, value) => all + (value ?? 0), 0);

  it('are read from few events', async () => {
    await rollUpOnce(system.services);
    await system.services.sql`
      insert into rollup_mark (slot, tier, bucket)
      select ${slotOf(system.project())}, 1, ${new Date(NOW)} - interval '30 seconds' - n * interval '2 minutes'
      from generate_series(1, 40000) n`;
    const found = await read();
    expect([sumOf(found), found.pendingMinutes]).toEqual([454, 0]);
  });

  it('are shown as they were where there are too many events', async () => {
    const { sql } = system.services;
    // Not summed, and in minutes without a mark: they count nowhere, and none is read for what has changed.
    await system.owner().unsafe(`
      insert into event (ts, key, ${COPIED})
      select timestamptz '2026-03-03T00:01:00Z' + (n % 100) * interval '4 minutes', gen_random_uuid(), ${COPIED}
      from (select * from event limit 1) e, generate_series(1, 200001) n`);
    const found = await read();
    expect([sumOf(found), found.pendingMinutes]).toEqual([454, 39_000]);
    await sql`delete from rollup_mark where bucket < ${new Date(NOW - 60 * HOUR)}`;
    expect(await total('requests')).toEqual({ sum: 454, pendingMinutes: 0 });
  });
});

it('puts at most a hundred ranges into a statement, and each between its first and last', () => {
  const ranges = Array.from({ length: 250 }, (_, i) => ({ from: i * 10, to: i * 10 + 5 }));
  const statements = [...statementsOf(ranges)];
  expect(statements.map(({ from, to }) => [from, to])).toEqual([
    [0, 995],
    [1000, 1995],
    [2000, 2495],
  ]);
});
