import { incidentEntry } from '#db/schema/incidents.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import { actorRecord, type Ctx } from '#server/platform/context.ts';
import { invalid } from '#server/platform/faults.ts';
import { newId } from '#server/platform/ids.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import type { NoteEntry } from './contract.ts';
import type { EntryKind } from './domain/incident.ts';
import { type IncidentRow, lockIncident } from './find-incident.ts';
import { setTimes } from './set-time.ts';

export type EntryRow = typeof incidentEntry.$inferSelect;
export type NewEntry = Pick<EntryRow, 'occurredAt' | 'source' | 'kind' | 'text' | 'dedupeKey'> &
  Partial<Pick<EntryRow, 'actor' | 'path'>>;

/** Rows a statement writes. */
const CHUNK = 500;

/** Adds rows to a timeline. One whose `dedupeKey` stands there already is left out, so that it can be added again. */
export async function addEntries(ctx: InTx, incidentId: string, entries: readonly NewEntry[]): Promise<void> {
  const recordedAt = ctx.clock.now();
  const rows = entries.map((entry) => ({
    ...{ incidentId, projectId: ctx.project.id, recordedAt, actor: null, path: null },
    ...entry,
  }));
  for (let i = 0; i < rows.length; i += CHUNK) {
    await ctx.db
      .insert(incidentEntry)
      .values(rows.slice(i, i + CHUNK))
      .onConflictDoNothing();
  }
}

/** Adds a row about what the caller does now. */
export const addAction = (ctx: InTx, incidentId: string, text: string, kind: EntryKind = 'action'): Promise<void> =>
  addEntries(ctx, incidentId, [
    {
      ...{ occurredAt: ctx.clock.now(), kind, text, dedupeKey: `done:${newId()}`, actor: actorRecord(ctx.actor) },
      source: ctx.actor.kind === 'system' ? 'machine' : 'person',
    },
  ]);

/** The first thing that a person does in an incident acknowledges it: now, or at `latest` where that is earlier. */
export async function acknowledgeFirst(ctx: InTx, row: IncidentRow, latest?: Date): Promise<IncidentRow> {
  if (ctx.actor.kind === 'system' || row.acknowledgedAt !== null || row.detectedAt === null) return row;
  const now = ctx.clock.now();
  if (row.detectedAt > now) return row;
  const at = latest === undefined || latest > now ? now : latest < row.detectedAt ? row.detectedAt : latest;
  return setTimes(ctx, row, [{ field: 'acknowledged', at, source: 'machine' }]);
}

/**
 * Writes a note, a communication or an action of a person onto the timeline, by default now. 404 unknown incident; 422 for
 * a time that lies ahead.
 */
export async function addNote(ctx: Ctx, name: string, note: NoteEntry): Promise<EntryRow> {
  const now = ctx.clock.now();
  const occurredAt = note.occurred_at === undefined ? now : new Date(note.occurred_at);
  if (occurredAt > now) throw invalid('/occurred_at', 'lies_ahead', 'occurred_at must not lie ahead.');
  return inTransaction(ctx, async (ctx) => {
    const row = await lockIncident(ctx, name);
    await acknowledgeFirst(ctx, row);
    const [entry] = await ctx.db
      .insert(incidentEntry)
      .values({
        ...{ incidentId: row.id, projectId: ctx.project.id, occurredAt, recordedAt: now, path: null },
        ...{ source: 'person', kind: note.kind, actor: actorRecord(ctx.actor), text: note.text },
        dedupeKey: `note:${newId()}`,
      })
      .returning();
    if (!entry) throw new Error('The note was not inserted.');
    await appendAudit(ctx, {
      action: 'incident.note',
      object: { kind: 'incident', id: row.id },
      detail: { entry: entry.id, kind: note.kind, occurred_at: occurredAt },
    });
    return entry;
  });
}
