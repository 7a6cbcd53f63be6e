import type { StoredImpact } from '#db/schema/incidents.ts';
import type { Ctx } from '#server/platform/context.ts';
import { DAY_MS, MINUTE_MS } from '#server/platform/pure/durations.ts';
import { instant } from '#server/telemetry/event/scan-events.ts';
import { sumCells } from '#server/telemetry/query/domain/totals.ts';
import { eventConditions, resolveFilter } from '#server/telemetry/query/resolve-filter.ts';
import type { Cell } from '#server/telemetry/rollup/domain/cell.ts';
import { meanOfShards } from '#server/telemetry/rollup/domain/shard-sums.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { impactOf, type Traffic } from './domain/impact.ts';
import type { IncidentScope } from './domain/incident.ts';
import type { IncidentRow } from './find-incident.ts';
import { filterOf, readTraffic } from './read-minutes.ts';

/** The time before the impact that it is compared with. */
const BASELINE_MS = DAY_MS;
/** An incident that nobody ends is measured over its first week. */
const WINDOW_MS_MAX = 7 * DAY_MS;
/** Users of more requests than these are not counted: each is a row to read. */
const COUNTED_MAX = 500_000;

const minuteUp = (at: number): number => Math.ceil(at / MINUTE_MS) * MINUTE_MS;
const minuteDown = (at: number): number => Math.floor(at / MINUTE_MS) * MINUTE_MS;

/**
 * From the first bad minute to the mitigation (`good`: one that is about to be stored), else to the resolution, else to `now`
 * (ms); null where no time is known, or none has passed.
 */
export function windowOf(
  row: Pick<IncidentRow, 'impactStartAt' | 'detectedAt' | 'mitigatedAt' | 'resolvedAt'>,
  { now, good = null }: { now: number; good?: Date | null },
): { from: number; to: number } | null {
  const started = row.impactStartAt ?? row.detectedAt;
  if (started === null) return null;
  const from = minuteDown(started.getTime());
  const ended = row.mitigatedAt ?? good ?? row.resolvedAt;
  const to = Math.min(minuteUp(ended?.getTime() ?? minuteDown(now)), from + WINDOW_MS_MAX);
  return to > from ? { from, to } : null;
}

/**
 * What an incident cost so far, beside the 24 hours before it: two reads of minute rollups, and one of the events of its
 * window for the users. The time before is of every version: the one that went bad may be new.
 */
export async function readImpact(
  ctx: Ctx,
  row: IncidentRow,
  end: { now: number; good: Date | null },
): Promise<StoredImpact | null> {
  const window = windowOf(row, end);
  if (window === null) return null;
  const scope: IncidentScope = {
    ...{ prompt: row.prompt, version: row.version, environment: row.environment, model: row.model },
  };
  const read = async (of: IncidentScope, range: { from: number; to: number }) =>
    trafficOf(await readTraffic(ctx, of, { ...range, parts: ['shards'] }));
  const during = await read(scope, window);
  const before = await read({ ...scope, version: null }, { from: window.from - BASELINE_MS, to: window.from });
  const impact = impactOf(during, before);
  const users = impact.requests > COUNTED_MAX ? null : await countUsers(ctx, scope, window);
  return {
    ...impact,
    ...{ from: new Date(window.from).toISOString(), to: new Date(window.to).toISOString() },
    ...{ users: users?.all ?? null, failedUsers: users?.failed ?? null },
  };
}

const trafficOf = (cells: ReadonlyMap<number, Cell>): Traffic => ({
  minutes: [...cells.values()].map(({ n, errors, costNano, costN, outcomeN, outcomeOk }) => ({
    ...{ n, errors, costN, outcomeN, outcomeOk },
    costUsd: costNano / 1e9,
  })),
  quality: meanOfShards(sumCells(cells.values()).shards),
});

/** Who sent the requests: the user, else the session, else the unit that variants are assigned by. */
async function countUsers(
  ctx: Ctx,
  scope: IncidentScope,
  { from, to }: { from: number; to: number },
): Promise<{ all: number; failed: number } | null> {
  const filter = await resolveFilter(ctx, filterOf(scope));
  if (filter.empty) return { all: 0, failed: 0 };
  const where = eventConditions(filter).map((condition) => ` and ${condition}`);
  const [counted] = await ctx.sql.unsafe<{ known: number; all: number; failed: number }[]>(
    `select count(u)::int as known, count(distinct u)::int as all, (count(distinct u) filter (where status <> 0))::int as failed
     from (select coalesce(e.user_id, e.session_id, e.unit) as u, e.status from event e
       where e.slot = $1 and e.ts >= ${instant(from)} and e.ts < ${instant(to)}${where.join('')}) s`,
    [slotOf(ctx.project)],
  );
  return counted === undefined || counted.known === 0 ? null : { all: counted.all, failed: counted.failed };
}
