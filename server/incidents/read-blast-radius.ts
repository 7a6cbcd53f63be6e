import { quoted } from '#server/cost/domain/invoice/focus-csv.ts';
import type { Ctx } from '#server/platform/context.ts';
import { instant } from '#server/telemetry/event/scan-events.ts';
import { eventConditions, resolveFilter } from '#server/telemetry/query/resolve-filter.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { findIncident, nameOf } from './find-incident.ts';
import { windowOf } from './read-impact.ts';
import { filterOf } from './read-minutes.ts';
import { scopeOf } from './refresh-incident.ts';

/** A unit that met the bad variant: the unit that variants are assigned by, else user, session, task, or the request itself. */
export type ExposedUnit = {
  unit: string;
  requests: number;
  failed: number;
  outcomes: number;
  failedOutcomes: number;
  /** Dollars; null: no cost is known. */
  costUsd: number | null;
  firstAt: Date;
  lastAt: Date;
};

export type BlastRadius = { name: string; from: Date; to: Date; units: ExposedUnit[]; truncated: boolean };

const UNITS_MAX = 20_000;

/**
 * Every unit that sent a request of the incident's scope between its start and its mitigation, with outcome and cost, the
 * first one first; at most 20,000. Reads the events of the window. 404 unknown incident.
 */
export async function readBlastRadius(ctx: Ctx, name: string): Promise<BlastRadius> {
  const row = await findIncident(ctx, name);
  const now = ctx.clock.now().getTime();
  const window = windowOf(row, { now });
  const at = { from: new Date(window?.from ?? now), to: new Date(window?.to ?? now) };
  const named = { name: `${nameOf(row)}-${ctx.project.name}`, ...at };
  const filter = await resolveFilter(ctx, filterOf(scopeOf(row)));
  if (window === null || filter.empty) return { ...named, units: [], truncated: false };
  const slot = slotOf(ctx.project);
  const where = eventConditions(filter).map((condition) => ` and ${condition}`);
  const rows = await ctx.sql.unsafe<ExposedUnit[]>(
    `select coalesce(e.unit, e.user_id, e.session_id, e.outcome_id, e.id, e.key::text) as unit,
       count(*)::int as requests, (count(*) filter (where e.status <> 0))::int as failed,
       count(o.success)::int as outcomes, (count(*) filter (where not o.success))::int as "failedOutcomes",
       (sum(e.cost_nano) / 1e9)::float8 as "costUsd", min(e.ts) as "firstAt", max(e.ts) as "lastAt"
     from event e
     left join lateral (select success from outcome where slot = $1 and outcome_id = e.outcome_id
       and task_key = e.key and e.outcome_id is not null) o on true
     where e.slot = $1 and e.ts >= ${instant(window.from)} and e.ts < ${instant(window.to)}${where.join('')}
     group by 1 order by "firstAt", unit limit ${UNITS_MAX + 1}`,
    [slot],
  );
  return { ...named, units: rows.slice(0, UNITS_MAX), truncated: rows.length > UNITS_MAX };
}

const HEAD = ['unit', 'requests', 'failed_requests', 'outcomes', 'failed_outcomes', 'cost_usd', 'first_at', 'last_at'];

/** The same as CSV (RFC 4180), a row a unit; what is unknown is empty. */
export const blastCsv = ({ units }: BlastRadius): string =>
  [
    HEAD.join(','),
    ...units.map((one) =>
      [
        ...[quoted(one.unit), one.requests, one.failed, one.outcomes, one.failedOutcomes, one.costUsd ?? ''],
        ...[one.firstAt.toISOString(), one.lastAt.toISOString()],
      ].join(','),
    ),
    '',
  ].join('\r\n');
