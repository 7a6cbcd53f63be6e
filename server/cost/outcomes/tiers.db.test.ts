import { afterAll, beforeAll, expect, test } from 'vitest';
import { COLUMNS_OF, COST_GROUPINGS } from '#server/cost/domain/grouping.ts';
import { outcomeCost } from '#server/cost/domain/outcome-cost.ts';
import { SUCCESS_BY, WITHOUT_OUTCOME } from '#server/cost/domain/success.ts';
import { seededRandom } from '#server/stats/seeded-random.ts';
import { telemetrySetup } from '#test/builders/telemetry-setup.ts';
import { rollUpTasksOnce } from '#test/harness/cost.ts';
import { costQueryOf } from './read-costs.ts';
import { keyText, readImmature, readTaskRows, readTaskUnits, type TaskQuery } from './read-task-rows.ts';

const { system, key, at, event, send } = await telemetrySetup();
afterAll(() => system.dispose());

const HOUR = 3_600_000;
const SPAN_HOURS = 6 * 24;
const random = seededRandom(20);
const oneOf = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;

/** Tasks of six days in many groups: retries, unknown costs, tags, scores and outcomes of most of them. */
beforeAll(async () => {
  const events: object[] = [];
  const outcomes: object[] = [];
  for (let i = 0; i < 900; i++) {
    const of = {
      prompt: oneOf(['a', 'b']),
      version: 1 + Math.floor(random() * 2),
      model: oneOf(['one/m', 'two/m']),
      service: oneOf(['web', 'app']),
      query_type: oneOf(['easy', 'hard', undefined]),
      tags: oneOf([undefined, ['x'], ['x', 'y'], [`user-${i % 7}`]]),
      operation_id: `op-${i}`,
      outcome_id: `op-${i}`,
    };
    const ago = 26 * HOUR + Math.floor(random() * (SPAN_HOURS - 30) * HOUR);
    for (let attempt = 1; attempt <= 1 + Math.floor(random() * 2); attempt++) {
      const paid = { cost_usd: random() < 0.03 ? undefined : Math.exp(2 * random() + 2 * random() - 6) };
      const judged = { quality: random() < 0.4 ? random() : undefined };
      events.push(event(`${i}-${attempt}`, { ...of, ...paid, ...judged, attempt, at: at(ago - attempt * 1000) }));
    }
    if (random() < 0.8) {
      const value = random() < 0.5 ? random() : undefined;
      outcomes.push({ id: `o-${i}`, outcome_id: `op-${i}`, success: random() < 0.7, value, at: at(ago - 60_000) });
    }
  }
  for (let from = 0; from < events.length; from += 1000) await send(events.slice(from, from + 1000));
  await system.api('POST', '/api/v1/outcomes', { key, body: { outcomes } });
  await rollUpTasksOnce(system);
});

const close = (found: number, wanted: number) => Math.abs(found - wanted) <= 1e-9 * Math.max(1e-9, Math.abs(wanted));

/** All figures of a query by group, by days where it has whole ones, or by hours alone. */
async function figures(query: TaskQuery) {
  const [mature, immature] = await Promise.all([readTaskRows(system.ctx(), query), readImmature(system.ctx(), query)]);
  const byGroup = Map.groupBy(mature, ({ key }) => keyText(key));
  const units = await readTaskUnits(
    system.ctx(),
    query,
    [...byGroup.values()].flatMap(([row]) => (row === undefined ? [] : [row.key])),
  );
  return {
    immature,
    units,
    groups: new Map(
      [...byGroup]
        .map(([name, rows]) => {
          const last = Math.max(...rows.map((row) => row.last));
          return [name, { ...outcomeCost(rows, units.get(name) ?? [], 1), last }] as const;
        })
        .toSorted(([a], [b]) => a.localeCompare(b)),
    ),
  };
}

test('by days or by hours, of 40 random stretches and every way to count, every figure and interval is the same', async () => {
  let compared = 0;
  for (let i = 0; i < 40; i++) {
    const from = Math.floor(random() * SPAN_HOURS * 0.6);
    const until = from + 1 + Math.floor(random() * (SPAN_HOURS - from));
    const successBy = oneOf(SUCCESS_BY);
    const range = { from: new Date(at((SPAN_HOURS - from) * HOUR)), to: new Date(at((SPAN_HOURS - until) * HOUR)) };
    const query: TaskQuery = {
      ...(await costQueryOf(system.ctx(), {
        ...range,
        successBy,
        withoutOutcome: oneOf(WITHOUT_OUTCOME),
        horizonMs: (1 + Math.floor(random() * 60)) * HOUR,
        ...(random() < 0.3 ? { prompt: 'a' } : {}),
      })),
      by: COLUMNS_OF[oneOf(COST_GROUPINGS)],
    };
    const days = await figures(query);
    const hours = await figures({ ...query, tiers: 'hours' });
    expect(days.immature).toEqual(hours.immature);
    expect(days.units, 'the same tasks in the same order').toEqual(hours.units);
    expect([...days.groups.keys()]).toEqual([...hours.groups.keys()]);
    for (const [name, group] of days.groups) {
      const other = hours.groups.get(name);
      const { perOutcome, perOutcomeWhollyKnown: _1, perValue, retriesShare: _2, ...counts } = group;
      expect(other, name).toMatchObject(counts);
      for (const [one, two] of [
        [perOutcome, other?.perOutcome],
        [perValue, other?.perValue],
      ] as const) {
        expect(one?.method).toBe(two?.method);
        expect(close(one?.ratio ?? 0, two?.ratio ?? 0)).toBe(true);
        expect(close(one?.low ?? 0, two?.low ?? 0)).toBe(true);
        expect(close(one?.high ?? 0, two?.high ?? 0)).toBe(true);
      }
      compared += 1;
    }
  }
  expect(compared).toBeGreaterThan(60);
  const [stored] = await system.services.sql<{ days: number }[]>`
    select count(distinct hour)::int as days from task_rollup where tier = 3`;
  expect(stored?.days, 'there were days to read').toBeGreaterThan(3);
});
