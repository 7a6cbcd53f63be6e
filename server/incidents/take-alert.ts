import { and, desc, eq, inArray, isNull, ne } from 'drizzle-orm';
import { alert, alertEntry } from '#db/schema/alerts.ts';
import { incident, incidentLink } from '#db/schema/incidents.ts';
import type { AlertSource } from '#server/alerts/domain/alert.ts';
import type { Ctx, ReadCtx } from '#server/platform/context.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { HOUR_MS, MINUTE_MS } from '#server/platform/pure/durations.ts';
import { addAction, addEntries } from './add-entries.ts';
import { entryWords, isAction } from './domain/alert-words.ts';
import { impactStartOf } from './domain/breach-run.ts';
import { type Detector, type IncidentScope, OPEN_STATES, SEVERITY_OF_PAGE } from './domain/incident.ts';
import { isSameScope } from './domain/same-scope.ts';
import { firedKey, NEAR_MS } from './fill-timeline.ts';
import { type EarlierSignal, findEarlier } from './find-earlier.ts';
import type { IncidentRow } from './find-incident.ts';
import { enqueueRefresh, linkAlert, openIncident } from './open-incident.ts';
import { readMinutes } from './read-minutes.ts';
import { setTimes } from './set-time.ts';
import { takeTurns } from './take-turns.ts';

type AlertRow = typeof alert.$inferSelect;
type AlertEntryRow = typeof alertEntry.$inferSelect;

const DETECTOR: Record<AlertSource, Detector> = {
  ...{ monitor: 'monitor', event: 'event', alertmanager: 'outside', opsgenie: 'outside', webhook: 'outside' },
};

/** How far back the first bad minute is looked for. */
const LOOK_BACK_MS = 6 * HOUR_MS;

/**
 * Takes what happened to an alert into the incidents of its project:
 *
 * | the alert | and | then |
 * | --- | --- | --- |
 * | belongs to an open incident | | the entry goes onto its timeline |
 * | belongs to none | an open incident has its scope | it is linked to that one |
 * | belongs to none, or only to resolved ones | it is a page and still fires | it opens an incident, in triage, with the signals that came before it |
 * | anything else | | nothing |
 *
 * The same entry again changes nothing. Reads the rollups of six hours for a page, and of twelve for each signal before it.
 */
export async function takeAlert(ctx: Ctx, { alertId, entryId }: { alertId: string; entryId: number }): Promise<void> {
  const found = await readEntry(ctx, alertId, entryId);
  if (found === null) return;
  const start = found.alert.severity === 'page' ? await firstBadMinute(ctx, found.alert) : found.alert.impactStart;
  const earlier =
    isFiring(found) && found.alert.severity === 'page'
      ? await findEarlier(ctx, found.alert, { scope: scopeOf(found.alert), start: start ?? found.alert.openedAt })
      : [];
  await inTransaction(ctx, async (ctx) => {
    await takeTurns(ctx);
    const open = await openIncidents(ctx);
    const linked = await linksOf(ctx, alertId);
    const mine = open.find(({ id }) => linked.includes(id));
    const near = mine ?? (isFiring(found) ? open.find((one) => isSameScope(one, found.alert)) : undefined);
    if (near !== undefined) return join(ctx, near, { ...found, start, isNew: mine === undefined });
    if (linked.length > 0 && !isFiring(found)) return noteOn(ctx, linked, found);
    if (isFiring(found) && found.alert.severity === 'page') await openFor(ctx, found, start, earlier);
  });
}

type Found = { alert: AlertRow; entry: AlertEntryRow };

const FIRES = ['fired', 'reopened', 'worse'];

/** A resolved alert opens nothing, however late its job runs. */
const isFiring = ({ alert, entry }: Found): boolean => alert.resolvedAt === null && FIRES.includes(entry.kind);

async function readEntry(ctx: ReadCtx, alertId: string, entryId: number): Promise<Found | null> {
  const [found] = await ctx.db
    .select({ alert, entry: alertEntry })
    .from(alertEntry)
    .innerJoin(alert, eq(alert.id, alertEntry.alertId))
    .where(and(eq(alert.projectId, ctx.project.id), eq(alertEntry.id, entryId), eq(alert.id, alertId)));
  return found ?? null;
}

const openIncidents = (ctx: InTx): Promise<IncidentRow[]> =>
  ctx.db
    .select()
    .from(incident)
    .where(and(eq(incident.projectId, ctx.project.id), inArray(incident.state, [...OPEN_STATES])))
    .orderBy(desc(incident.number));

async function linksOf(ctx: InTx, alertId: string): Promise<string[]> {
  const rows = await ctx.db
    .select({ id: incident.id, state: incident.state })
    .from(incidentLink)
    .innerJoin(incident, eq(incident.id, incidentLink.incidentId))
    .where(and(eq(incident.projectId, ctx.project.id), eq(incidentLink.alertId, alertId)))
    .orderBy(desc(incident.number));
  return rows.filter(({ state }) => state !== 'merged').map(({ id }) => id);
}

/** Where the alert did not find the first bad minute, back through the minutes of what it fired on. */
async function firstBadMinute(ctx: Ctx, fired: AlertRow): Promise<Date | null> {
  if (fired.impactStart !== null) return fired.impactStart;
  const firedAt = fired.openedAt.getTime();
  const range = { from: Math.floor((firedAt - LOOK_BACK_MS) / MINUTE_MS) * MINUTE_MS, to: firedAt };
  const minutes = await readMinutes(ctx, fired, scopeOf(fired), range);
  const start = minutes === null ? null : impactStartOf(minutes, firedAt);
  return start === null ? null : new Date(start);
}

function scopeOf({ prompt, environment, model, labels }: AlertRow): IncidentScope {
  const version = prompt !== null && /^[1-9]\d{0,8}$/.test(labels.version ?? '') ? Number(labels.version) : null;
  return { prompt, version, environment, model };
}

async function openFor(
  ctx: InTx,
  { alert: fired, entry }: Found,
  start: Date | null,
  earlier: readonly EarlierSignal[],
): Promise<void> {
  const signals: EarlierSignal[] = [];
  // What is a signal of another incident stays there, also where that one is over.
  for (const one of earlier) if ((await linksOf(ctx, one.alert.id)).length === 0) signals.push(one);
  const impactStart = firstOf([start, ...signals.map((one) => one.start)]);
  // One that fires again is a new detection; one that became a page was detected when it first fired.
  const detectedAt = entry.kind === 'reopened' ? entry.at : fired.openedAt;
  const { acknowledgedAt, acknowledgedBy } = fired;
  const row = await openIncident(ctx, {
    ...{ ...scopeOf(fired), title: fired.title, severity: SEVERITY_OF_PAGE, kind: fired.kind, isDrill: isDrill(fired) },
    ...{ detector: DETECTOR[fired.source], detectedBy: fired.title, impactStart, startIsFrom: 'machine' },
    detectedAt,
    ...(acknowledgedAt !== null && acknowledgedAt >= detectedAt
      ? { acknowledged: { at: acknowledgedAt, ...(acknowledgedBy && { by: acknowledgedBy }) } }
      : {}),
    alertId: fired.id,
  });
  await addEntries(ctx, row.id, [ofEntry({ alert: fired, entry })]);
  let after = row;
  for (const { alert: before } of signals) after = await link(ctx, after, before);
  for (const other of await firingIn(ctx, row, fired.id)) after = await link(ctx, after, other);
}

const firstOf = (times: readonly (Date | null)[]): Date | null =>
  times.reduce((first, at) => (first === null || (at !== null && at < first) ? at : first), null);

/**
 * The alerts of its scope that fire already when an incident opens, since its impact began (half an hour before the
 * detection where that is not known). One that has fired for longer is about something older, and would keep the incident
 * from being mitigated.
 */
async function firingIn(ctx: InTx, row: IncidentRow, but: string): Promise<AlertRow[]> {
  const rows = await ctx.db
    .select()
    .from(alert)
    .where(and(eq(alert.projectId, ctx.project.id), isNull(alert.resolvedAt), ne(alert.id, but)));
  const since = row.impactStartAt?.getTime() ?? (row.detectedAt ?? row.openedAt).getTime() - NEAR_MS;
  return rows.filter((one) => isSameScope(row, one) && one.openedAt.getTime() >= since);
}

/**
 * Links an alert with its firing on the timeline. The first alert that fired since the impact began detected it, however
 * loud it was.
 */
async function link(ctx: InTx, row: IncidentRow, of: AlertRow): Promise<IncidentRow> {
  await linkAlert(ctx, row.id, of.id);
  await addEntries(ctx, row.id, [
    {
      ...{ occurredAt: of.openedAt, source: 'alert', kind: 'signal', text: entryWords('fired', of.title) },
      dedupeKey: firedKey(of.id),
    },
  ]);
  const { detectedAt, impactStartAt, detector } = row;
  const isFirst =
    detector !== 'person' &&
    (detectedAt === null || of.openedAt < detectedAt) &&
    impactStartAt !== null &&
    of.openedAt >= impactStartAt;
  return isFirst ? setTimes(ctx, row, [{ field: 'detected', at: of.openedAt, source: 'machine' }]) : row;
}

const isDrill = ({ labels }: AlertRow): boolean => labels.drill === 'true';

const ofEntry = ({ alert: of, entry }: Found) => ({
  ...{ occurredAt: entry.at, source: 'alert' as const, text: entryWords(entry.kind, of.title), actor: entry.actor },
  kind: isAction(entry.kind) ? ('action' as const) : ('signal' as const),
  dedupeKey: entry.kind === 'fired' ? firedKey(of.id) : `alert-entry:${entry.id}`,
});

async function join(
  ctx: InTx,
  row: IncidentRow,
  { start, isNew, ...found }: Found & { start: Date | null; isNew: boolean },
): Promise<void> {
  const { alert: of, entry } = found;
  let after = isNew ? await link(ctx, row, of) : row;
  await addEntries(ctx, row.id, [ofEntry(found)]);
  if (after.impactStartAt === null && start !== null) {
    after = await setTimes(ctx, after, [{ field: 'impact_start', at: start, source: 'machine' }]);
  }
  if (entry.kind === 'acknowledged' && after.acknowledgedAt === null) {
    after = await setTimes(ctx, after, [
      { field: 'acknowledged', at: entry.at, source: 'machine', ...(entry.actor && { actor: entry.actor }) },
    ]);
  }
  if (isFiring(found) && of.severity !== 'ticket' && after.state === 'mitigated') await activeAgain(ctx, after);
  await enqueueRefresh(ctx, row.id);
}

/** A mitigated incident whose page or warning fires again was not mitigated. */
async function activeAgain(ctx: InTx, row: IncidentRow): Promise<void> {
  const reason = 'It fires again.';
  await setTimes(ctx, row, [{ field: 'mitigated', at: null, source: 'machine', reason }]);
  await ctx.db
    .update(incident)
    .set({ state: 'active', isMitigatedByMachine: false })
    .where(and(eq(incident.projectId, ctx.project.id), eq(incident.id, row.id)));
  await addAction(ctx, row.id, 'Active again: its alert fires again');
}

/** What happens to an alert of incidents that are over stands on the newest of them. */
async function noteOn(ctx: InTx, incidents: readonly string[], found: Found): Promise<void> {
  const [newest] = incidents;
  if (newest !== undefined) await addEntries(ctx, newest, [ofEntry(found)]);
}
