import { and, eq, gt, inArray, isNull, or } from 'drizzle-orm';
import { alert } from '#db/schema/alerts.ts';
import { incident, incidentEntry, incidentLink } from '#db/schema/incidents.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import type { Ctx, ReadCtx, Services } from '#server/platform/context.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { startLoop } from '#server/platform/loop.ts';
import { DAY_MS, MINUTE_MS } from '#server/platform/pure/durations.ts';
import { systemCtxOf } from '#server/projects/read-project.ts';
import { addAction } from './add-entries.ts';
import { GOOD_MINUTES, mitigatedAt } from './domain/breach-run.ts';
import { type IncidentScope, isOpen, MACHINE, OPEN_STATES, stateRefusal } from './domain/incident.ts';
import { fillTimeline, readTrigger } from './fill-timeline.ts';
import { findIncident, type IncidentRow, lockIncident } from './find-incident.ts';
import { readImpact } from './read-impact.ts';
import { readSeries } from './read-minutes.ts';
import { setTimes } from './set-time.ts';

/** Evaluations look at windows that end a minute ago: what is newer is still arriving. */
const WATERMARK_MS = MINUTE_MS;
/** Events and outcomes of an incident may arrive for a day after it. */
const LATE_MS = DAY_MS;

/** The scope that is stored in a row. */
export const scopeOf = ({ prompt, version, environment, model }: IncidentRow): IncidentScope => ({
  ...{ prompt, version, environment, model },
});

/**
 * Brings an incident up to date: its impact from the traffic that is known by now, its timeline with what changed since, and
 * `mitigated` once its pages and warnings are resolved and what they fired on has been good for ten minutes.
 */
export async function refreshIncident(ctx: Ctx, id: string): Promise<void> {
  const row = await findIncident(ctx, id);
  if (row.state === 'declined' || row.state === 'merged') return;
  const now = ctx.clock.now().getTime() - WATERMARK_MS;
  const good = isOpen(row.state) ? await goodSince(ctx, row, now) : null;
  const impact = await readImpact(ctx, row, { now, good });
  await inTransaction(ctx, async (ctx) => {
    let locked = await lockIncident(ctx, id);
    if (good !== null && locked.mitigatedAt === null && stateRefusal(locked.state, 'mitigated') === null) {
      locked = await mitigate(ctx, locked, good);
    }
    const startedAt = locked.impactStartAt ?? locked.detectedAt ?? locked.openedAt;
    const until = locked.resolvedAt ?? ctx.clock.now();
    await fillTimeline(ctx, id, scopeOf(locked), { startedAt, until, detectedAt: locked.detectedAt });
    await ctx.db
      .update(incident)
      .set({
        impact,
        impactAt: ctx.clock.now(),
        trigger: await readTrigger(ctx, scopeOf(locked), locked.impactStartAt),
      })
      .where(and(eq(incident.projectId, ctx.project.id), eq(incident.id, id)));
  });
}

/**
 * The first good minute of an incident whose pages and warnings are all resolved; null before ten good minutes, and without
 * alerts. Tickets decide where there are only tickets: they look back over hours and days, so they end long after the symptom,
 * and one about a roll back lasts an hour.
 */
async function goodSince(ctx: Ctx, row: IncidentRow, now: number): Promise<Date | null> {
  const linked = await readLinked(ctx, row.id);
  const loud = linked.filter(({ severity }) => severity !== 'ticket');
  const alerts = loud.length > 0 ? loud : linked;
  const started = (row.impactStartAt ?? row.detectedAt)?.getTime();
  if (started === undefined || alerts.length === 0 || row.mitigatedAt !== null) return null;
  let latest = 0;
  for (const one of alerts) {
    if (one.resolvedAt === null) return null;
    const series = await readSeries(ctx, one, scopeOf(row), { from: started, to: now });
    const resolved = one.resolvedAt.getTime();
    // Without a series to look at, the end of the alert is the first good moment that is known.
    const good =
      series === null
        ? now - resolved >= GOOD_MINUTES * MINUTE_MS
          ? resolved
          : null
        : mitigatedAt(series.minutes, { from: started, now, isWindowBad: series.isWindowBad });
    if (good === null) return null;
    latest = Math.max(latest, good);
  }
  return new Date(latest);
}

const readLinked = (ctx: ReadCtx, incidentId: string) =>
  ctx.db
    .select({ kind: alert.kind, severity: alert.severity, evidence: alert.evidence, resolvedAt: alert.resolvedAt })
    .from(incidentLink)
    .innerJoin(alert, eq(alert.id, incidentLink.alertId))
    .where(and(eq(alert.projectId, ctx.project.id), eq(incidentLink.incidentId, incidentId)));

async function mitigate(ctx: InTx, row: IncidentRow, at: Date): Promise<IncidentRow> {
  await setTimes(ctx, row, [{ field: 'mitigated', at, source: 'machine' }]);
  const isMitigatedByMachine = !(await hasHumanAction(ctx, row, at));
  const [after] = await ctx.db
    .update(incident)
    .set({ state: 'mitigated', isMitigatedByMachine })
    .where(and(eq(incident.projectId, ctx.project.id), eq(incident.id, row.id), eq(incident.state, row.state)))
    .returning();
  if (!after) throw new Error('The incident changed while it was locked.');
  await addAction(
    ctx,
    row.id,
    `Mitigated: good for ${GOOD_MINUTES} minutes, backdated to the first good minute, ${at.toISOString().slice(11, 16)} UTC`,
  );
  await appendAudit(ctx, {
    action: 'incident.mitigate',
    object: { kind: 'incident', id: row.id },
    detail: { at, by_machine: isMitigatedByMachine },
  });
  return after;
}

/** Whether a person or a program of theirs changed something between the start and the first good minute. */
async function hasHumanAction(ctx: InTx, row: IncidentRow, until: Date): Promise<boolean> {
  const startedAt = row.impactStartAt ?? row.detectedAt ?? row.openedAt;
  const rows = await ctx.db
    .select({ actor: incidentEntry.actor, at: incidentEntry.occurredAt })
    .from(incidentEntry)
    .where(
      and(
        eq(incidentEntry.projectId, ctx.project.id),
        eq(incidentEntry.incidentId, row.id),
        eq(incidentEntry.source, 'feed'),
        gt(incidentEntry.occurredAt, startedAt),
      ),
    );
  return rows.some(({ actor, at }) => at <= until && actor !== null && actor.kind !== 'system');
}

/**
 * Refreshes every incident of the whole installation that is open or ended within a day, one after the other. One that fails
 * is logged and skipped.
 */
export async function refreshIncidents(services: Services, isStopped: () => boolean = () => false): Promise<void> {
  const since = new Date(services.clock.now().getTime() - LATE_MS);
  const rows = await services.db
    .select({ id: incident.id, projectId: incident.projectId })
    .from(incident)
    .where(
      or(
        inArray(incident.state, [...OPEN_STATES]),
        and(
          inArray(incident.state, ['resolved', 'closed']),
          or(isNull(incident.resolvedAt), gt(incident.resolvedAt, since)),
        ),
      ),
    );
  for (const { id, projectId } of rows) {
    if (isStopped()) return;
    try {
      const ctx = await systemCtxOf(services, projectId, MACHINE);
      if (ctx) await refreshIncident(ctx, id);
    } catch (err) {
      services.log.warn({ err, incident: id }, 'an incident was not refreshed; it is tried again in a minute');
    }
  }
}

/** Refreshes incidents now, and again a minute after each round. Returns the stop function, which waits for the round. */
export function watchIncidents(services: Services): () => Promise<void> {
  return startLoop(
    async (isStopped) => {
      await refreshIncidents(services, isStopped);
      return false;
    },
    {
      pauseMs: MINUTE_MS,
      onError: (err) => services.log.warn({ err }, 'incidents were not refreshed; tried again in a minute'),
    },
  );
}
