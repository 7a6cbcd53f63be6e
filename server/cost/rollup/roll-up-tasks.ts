import type { Services } from '#server/platform/context.ts';
import { DAY_MS, HOUR_MS } from '#server/platform/pure/durations.ts';
import { floorTo, TIERS, type Tier } from '#server/telemetry/rollup/domain/tiers.ts';
import { runsOf } from '#server/telemetry/rollup/roll-up.ts';
import { takeTaskMarks } from '#server/telemetry/store/mark-tasks.ts';
import type { WriteCtx } from '#server/telemetry/store/writer.ts';
import { costsTouched, hoursTouched, placeCosts, type Span } from './attempts-sql.ts';
import { rollUpKeys } from './key-rollup.ts';
import { insertDay, insertTasks, numberTags } from './rollup-sql.ts';

/** First half of the advisory lock that is a slot's lease for its tasks. */
const LEASE = 7316;

/**
 * Computes the tasks that the marked hours of one slot touch again, and what each key sent in these hours, and replaces
 * their rows. In one REPEATABLE READ
 * transaction, as telemetry's rollups are: the marks that it sees are deleted, their hours are read in the same
 * snapshot, and later commits write marks of their own. Tasks that start before `oldest` (ms) stay as they are:
 * their attempts are no longer all there. Returns false where another worker holds the lease.
 */
export async function rollUpTasks(
  services: Pick<Services, 'sql'>,
  { slot, hours, oldest }: { slot: number; hours: readonly number[]; oldest: number },
): Promise<boolean> {
  return services.sql.begin('isolation level repeatable read', async (sql) => {
    const ctx = { sql, slot };
    const [lease] = await sql<{ mine: boolean }[]>`select pg_try_advisory_xact_lock(${LEASE}, ${slot}) as mine`;
    if (!lease?.mine) return false;
    await takeTaskMarks(ctx, hours);
    const kept = hours.filter((hour) => hour >= oldest);
    for (const run of runsOf(kept, HOUR_MS)) await rollUpKeys(ctx, run);
    const touched = new Set(hours);
    for (const run of runsOf(hours, HOUR_MS)) for (const hour of await touchedBy(ctx, run)) touched.add(hour);
    const [has] = await sql<{ feedback: boolean }[]>`
      select exists (select 1 from feedback where slot = ${slot}) as feedback`;
    const computed = [...touched].filter((hour) => hour >= oldest);
    for (const run of runsOf(computed, HOUR_MS)) {
      await deleteRows(ctx, TIERS.hour, run);
      await sql.unsafe(numberTags(slot, run));
      await sql.unsafe(insertTasks(slot, run, { hasFeedback: has?.feedback === true }));
    }
    for (const day of new Set(computed.map((hour) => floorTo(hour, DAY_MS)))) {
      await deleteRows(ctx, TIERS.day, { from: day, to: day + DAY_MS });
      await sql.unsafe(insertDay(slot, day));
    }
    return true;
  });
}

const deleteRows = ({ sql, slot }: WriteCtx, tier: Tier, { from, to }: Span) => sql`
  delete from task_rollup
  where slot = ${slot} and tier = ${tier.id} and set_id in (0, 1) and hour >= ${new Date(from)} and hour < ${new Date(to)}`;

/** The hours in which the tasks of `span` start or did, after their costs have found them. */
async function touchedBy({ sql, slot }: WriteCtx, span: Span): Promise<number[]> {
  const hours = await sql.unsafe<{ ms: number }[]>(hoursTouched(slot, span));
  const [costs] = await sql.unsafe<{ oldest: number | null; newest: number | null }[]>(costsTouched(slot, span));
  if (costs?.oldest == null || costs.newest === null) return hours.map(({ ms }) => Math.round(ms));
  const within = { from: Math.floor(costs.oldest), to: Math.ceil(costs.newest) };
  const moved = await sql.unsafe<{ was: number | null; started: number | null }[]>(placeCosts(slot, span, within));
  const starts = moved.flatMap(({ was, started }) => [was, started]).filter((at) => at !== null);
  return [...hours.map(({ ms }) => ms), ...starts].map((at) => floorTo(Math.round(at), HOUR_MS));
}
