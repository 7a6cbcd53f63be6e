import { and, asc, eq, isNull } from 'drizzle-orm';
import { incidentEntry } from '#db/schema/incidents.ts';
import { postmortem, postmortemVersion } from '#db/schema/postmortems.ts';
import { findIncident, type IncidentRow } from '#server/incidents/find-incident.ts';
import { actorRecord, type Ctx, type DbCtx, type ReadCtx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/faults.ts';
import type { InTx } from '#server/platform/in-transaction.ts';
import type { TimelineRow } from './domain/facts.ts';

export type PostmortemRow = typeof postmortem.$inferSelect;
export type VersionRow = typeof postmortemVersion.$inferSelect;
export type Held = { incident: IncidentRow; row: PostmortemRow };

const ofIncident = (ctx: ReadCtx, incidentId: string) =>
  and(eq(postmortem.projectId, ctx.project.id), eq(postmortem.incidentId, incidentId));

/** The post-mortem of an incident; null where none was drafted. */
export async function findPostmortem(ctx: ReadCtx, incidentId: string): Promise<PostmortemRow | null> {
  const [row] = await ctx.db.select().from(postmortem).where(ofIncident(ctx, incidentId));
  return row ?? null;
}

/** The post-mortem of the incident that is named, locked until the transaction ends. 404 where either does not exist. */
export async function lockPostmortem(ctx: InTx, name: string): Promise<Held> {
  const incident = await findIncident(ctx, name);
  const [row] = await ctx.db.select().from(postmortem).where(ofIncident(ctx, incident.id)).for('update');
  if (!row) throw notFound();
  return { incident, row };
}

/** One version of a text; null where it has none of this number. */
export async function readVersion({ db }: DbCtx, id: string, version: number): Promise<VersionRow | null> {
  const [found] = await db
    .select()
    .from(postmortemVersion)
    .where(and(eq(postmortemVersion.postmortemId, id), eq(postmortemVersion.version, version)));
  return found ?? null;
}

export const SYSTEM = { kind: 'system', id: null, name: 'Switchyard' } as const;

/** What a version says besides its text. */
export type Answers = Pick<
  PostmortemRow,
  'gateReason' | 'gateReasonText' | 'gateReasonBy' | 'timesUnknownReason' | 'noActionsReason'
>;
const answersOf = (row: PostmortemRow): Answers => ({
  ...{ gateReason: row.gateReason, gateReasonText: row.gateReasonText, gateReasonBy: row.gateReasonBy },
  ...{ timesUnknownReason: row.timesUnknownReason, noActionsReason: row.noActionsReason },
});

type NewVersion = Pick<VersionRow, 'markdown'> &
  Partial<Answers> & {
    basedOn?: number;
    /** The draft of the facts alone: then it is by the system. */
    drafted?: string;
  };

/**
 * Writes the next version of a locked post-mortem and makes it the newest; answers that are not given stay. It is a draft again: what was reviewed is no
 * longer the text. What was published stays published.
 */
export async function writeNext(
  ctx: InTx,
  row: PostmortemRow,
  { markdown, basedOn, drafted, ...changed }: NewVersion,
): Promise<PostmortemRow> {
  const [at, version] = [ctx.clock.now(), row.version + 1];
  const answers = { ...answersOf(row), ...changed };
  await ctx.db.insert(postmortemVersion).values({
    ...{ postmortemId: row.id, version, markdown, at, basedOn: basedOn ?? null, drafted: drafted ?? null },
    ...answers,
    actor: drafted === undefined ? actorRecord(ctx.actor) : SYSTEM,
  });
  return update(ctx, row, {
    ...{ version, markdown, ...answers, state: 'draft', reviewAskedAt: null },
    ...(drafted === undefined ? {} : { draftedVersion: version }),
  });
}

/** Changes a locked post-mortem. */
export async function update(ctx: InTx, row: PostmortemRow, set: Partial<PostmortemRow>): Promise<PostmortemRow> {
  const [after] = await ctx.db
    .update(postmortem)
    .set({ ...set, updatedAt: ctx.clock.now() })
    .where(and(eq(postmortem.projectId, ctx.project.id), eq(postmortem.id, row.id)))
    .returning();
  if (!after) throw new Error('The post-mortem is gone.');
  return after;
}

/** Rows of a timeline that are read at once. */
const ROWS_MAX = 5_000;

/** The rows of a timeline that a text may cite, oldest first: one that was withdrawn supports nothing. */
export async function readRows(
  ctx: Pick<Ctx, 'db' | 'project'>,
  incidentId: string,
): Promise<(TimelineRow & { path: string | null })[]> {
  const rows = await ctx.db
    .select()
    .from(incidentEntry)
    .where(
      and(
        eq(incidentEntry.projectId, ctx.project.id),
        eq(incidentEntry.incidentId, incidentId),
        isNull(incidentEntry.withdrawnAt),
      ),
    )
    .orderBy(asc(incidentEntry.occurredAt), asc(incidentEntry.id))
    .limit(ROWS_MAX);
  return rows.map(({ id, occurredAt, source, kind, actor, text, dedupeKey, path }) => ({
    ...{ id, at: occurredAt.getTime(), source, kind, text, dedupeKey, path },
    by: actor === null || actor.kind === 'system' ? null : actor.name,
  }));
}
