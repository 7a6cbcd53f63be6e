import { and, eq } from 'drizzle-orm';
import { incident, incidentSeverity } from '#db/schema/incidents.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import { actorRecord, type Ctx } from '#server/platform/context.ts';
import { conflict, invalid } from '#server/platform/faults.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { isVisible } from '#server/platform/pure/visible-text.ts';
import { acknowledgeFirst, addAction } from './add-entries.ts';
import { assignRoles } from './assign-roles.ts';
import type { IncidentChange } from './contract.ts';
import { type IncidentState, stateRefusal } from './domain/incident.ts';
import { type IncidentTimes, stateTimesFault, TIME_FIELDS, timesFault } from './domain/times.ts';
import { type IncidentRow, lockIncident, requireNotMerged } from './find-incident.ts';
import { mergeInto } from './merge-incident.ts';
import { enqueueRefresh } from './open-incident.ts';
import { setTimes, type TimeSet, timesOf } from './set-time.ts';
import { takeTurns } from './take-turns.ts';

/** Whether a reader of the incident will ask why. */
const needsReason = ({ times, severity, scope, merge_into, state }: IncidentChange, row: IncidentRow): boolean =>
  times !== undefined ||
  scope !== undefined ||
  merge_into !== undefined ||
  (severity !== undefined && severity !== row.severity) ||
  state === 'declined' ||
  (state === 'active' && row.state !== 'triage') ||
  state === 'triage';

/**
 * Changes the fields that a body has and keeps the rest, all or nothing, with a line on the timeline for each and one audit
 * row. 404 unknown; 409 `incident_merged` of a merged one, `invalid_state` where the state does not follow; 422 without a
 * needed reason, for times that contradict each other or the state, for a state beside a merge, and for people who are no
 * members.
 */
export async function changeIncident(ctx: Ctx, name: string, change: IncidentChange): Promise<IncidentRow> {
  if (change.merge_into !== undefined && change.state !== undefined)
    throw invalid('/state', 'not_with_merge', 'state: merge_into sets it to merged. Leave out one of the two.');
  return inTransaction(ctx, async (ctx) => {
    if (change.merge_into !== undefined) await takeTurns(ctx);
    const before = await lockIncident(ctx, name);
    requireNotMerged(before);
    if (needsReason(change, before) && !isVisible(change.reason ?? '')) {
      throw invalid('/reason', 'required', '/reason: say why, for whoever reads the incident later.');
    }
    let row = await acknowledgeFirst(ctx, before, latestFirstAct(change));
    row = await setFields(ctx, row, change);
    row = await setSeverity(ctx, row, change);
    if (change.times !== undefined) row = await editTimes(ctx, row, change);
    if (change.state !== undefined && change.state !== row.state)
      row = await move(ctx, row, change.state, change.reason);
    if (change.roles !== undefined) await assignRoles(ctx, row, change.roles);
    if (change.merge_into !== undefined) row = await mergeInto(ctx, row, change.merge_into, change.reason ?? '');
    else await enqueueRefresh(ctx, row.id);
    await appendAudit(ctx, {
      action: 'incident.update',
      object: { kind: 'incident', id: row.id },
      detail: { before: auditOf(before), after: auditOf(row), roles: change.roles, reason: change.reason },
    });
    return row;
  });
}

/** The fields of an incident in its audit row. */
const auditOf = (row: IncidentRow) => ({
  ...{ title: row.title, state: row.state, severity: row.severity, drill: row.isDrill, merged_into: row.mergedInto },
  ...{ prompt: row.prompt, version: row.version, environment: row.environment, model: row.model },
  times: timesOf(row),
});

async function update(ctx: InTx, row: IncidentRow, set: Partial<IncidentRow>): Promise<IncidentRow> {
  const [after] = await ctx.db
    .update(incident)
    .set({ ...set, updatedAt: ctx.clock.now() })
    .where(and(eq(incident.projectId, ctx.project.id), eq(incident.id, row.id)))
    .returning();
  if (!after) throw new Error('The incident is gone.');
  return after;
}

async function setFields(ctx: InTx, row: IncidentRow, { title, drill, scope }: IncidentChange): Promise<IncidentRow> {
  const next = {
    ...row,
    ...(title === undefined ? {} : { title }),
    ...(drill === undefined ? {} : { isDrill: drill }),
    ...scope,
  };
  if (next.version !== null && next.prompt === null) {
    throw invalid('/scope/prompt', 'required', 'A version is of a prompt: name it too.');
  }
  const { prompt, version, environment, model, isDrill } = next;
  const lines = [
    next.title === row.title ? null : `Title changed from “${row.title}”`,
    isDrill === row.isDrill ? null : isDrill ? 'Marked as a drill' : 'No longer a drill',
    scope === undefined ? null : 'Scope changed',
  ];
  for (const line of lines) if (line !== null) await addAction(ctx, row.id, line);
  return lines.some((line) => line !== null)
    ? update(ctx, row, { title: next.title, isDrill, prompt, version, environment, model })
    : row;
}

async function setSeverity(ctx: InTx, row: IncidentRow, { severity, reason }: IncidentChange): Promise<IncidentRow> {
  if (severity === undefined || severity === row.severity) return row;
  const step = { severity, actor: actorRecord(ctx.actor), reason: reason ?? null };
  await ctx.db
    .insert(incidentSeverity)
    .values({ incidentId: row.id, fromAt: ctx.clock.now(), ...step })
    .onConflictDoUpdate({ target: [incidentSeverity.incidentId, incidentSeverity.fromAt], set: step });
  await addAction(ctx, row.id, `Severity changed from ${row.severity} to ${severity}: ${reason}`);
  return update(ctx, row, { severity });
}

const WORDS = {
  ...{ impact_start: 'Impact start', detected: 'Detected', acknowledged: 'Acknowledged' },
  ...{ mitigated: 'Mitigated', resolved: 'Resolved' },
} as const;

/** Who says now that it was resolved before had acknowledged it by then. */
const latestFirstAct = ({ times }: IncidentChange): Date | undefined =>
  times?.resolved == null ? undefined : new Date(times.resolved);

async function editTimes(ctx: InTx, row: IncidentRow, change: IncidentChange): Promise<IncidentRow> {
  const { times = {}, state = row.state as IncidentState, reason = '' } = change;
  const sets = TIME_FIELDS.flatMap((field): TimeSet[] => {
    const given = times[field];
    if (given === undefined) return [];
    return [{ field, at: given === null ? null : new Date(given), source: 'person', reason }];
  });
  const stood = timesOf(row);
  const given: Partial<IncidentTimes> = Object.fromEntries(sets.map(({ field, at }) => [field, at?.getTime() ?? null]));
  const changed = sets.map(({ field }) => field).filter((field) => given[field] !== stood[field]);
  const news = Object.fromEntries(changed.map((field) => [field, given[field]]));
  const fault = stateTimesFault(news, state) ?? timesFault({ ...stood, ...given }, ctx.clock.now().getTime(), changed);
  if (fault !== null) throw invalid(`/times/${fault.field}`, 'contradicts', fault.sentence);
  const after = await setTimes(ctx, row, sets);
  const text = (at: Date | null) =>
    at === null ? 'not known' : `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  for (const { field, at } of sets) {
    await addAction(ctx, row.id, `${WORDS[field]} set to ${text(at)}: ${reason}`);
  }
  return after;
}

/** The times that a state brings or takes; a time that stands is kept. */
async function move(ctx: InTx, row: IncidentRow, to: IncidentState, reason?: string): Promise<IncidentRow> {
  const refusal = stateRefusal(row.state, to);
  if (refusal !== null) throw conflict('invalid_state', refusal, { state: row.state });
  const now = ctx.clock.now();
  const sets: TimeSet[] = [];
  if (to === 'mitigated' && row.mitigatedAt === null) sets.push({ field: 'mitigated', at: now, source: 'person' });
  if (to === 'resolved' && row.resolvedAt === null) sets.push({ field: 'resolved', at: now, source: 'person' });
  if (to === 'active' && row.state !== 'triage') {
    sets.push({ field: 'resolved', at: null, source: 'person', reason });
    sets.push({ field: 'mitigated', at: null, source: 'person', reason });
  }
  const timed = await setTimes(ctx, row, sets);
  await addAction(ctx, row.id, `${capital(row.state)} → ${to}${reason ? `: ${reason}` : ''}`);
  return update(ctx, timed, {
    state: to,
    ...(to === 'declined' ? { reason: reason ?? null } : {}),
    ...(to === 'triage' ? { reason: null } : {}),
    ...(to === 'active' ? { isMitigatedByMachine: false } : {}),
  });
}

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
