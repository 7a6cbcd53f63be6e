import { and, count, eq, isNull } from 'drizzle-orm';
import { anchor } from '#db/schema/anchors.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import { actorRecord, type Ctx } from '#server/platform/context.ts';
import { invalid, notFound } from '#server/platform/faults.ts';
import { isUuid, newId } from '#server/platform/ids.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { readHumanScored } from '#server/telemetry/query/read-human-scored.ts';
import { ANCHORS_MAX, type CreateAnchors } from './contract.ts';

type Entry = { prompt: string | null; input: string; output: string; human: number; eventId: string | null };
export type AnchorsCreated = { added: number; known: number; total: number };

/** Texts of an anchor in characters: a body that is longer is no item that a judge scores every few minutes. */
const TEXT_MAX = 20_000;

/**
 * Marks items as anchors, those of the message or the newest requests that people scored; a request that is one already
 * stays. 422 `too_many_anchors` past 500 of the project, and `no_human_scores` where people scored nothing that is kept.
 */
export async function createAnchors(ctx: Ctx, body: CreateAnchors): Promise<AnchorsCreated> {
  if (body.from_feedback !== undefined) return takeHumanScored(ctx, body.from_feedback);
  const given = body.anchors ?? [];
  return inTransaction(ctx, (ctx) =>
    add(
      ctx,
      given.map(({ prompt = null, ...one }) => ({ ...one, prompt, eventId: null })),
      '/anchors',
    ),
  );
}

/** Copies requests that people scored: their own bodies may be deleted later. */
export async function takeHumanScored(ctx: Ctx, given: { prompt?: string; max: number }): Promise<AnchorsCreated> {
  const found = await readHumanScored(ctx, given);
  const short = found.filter(({ input, output }) => input.length <= TEXT_MAX && output.length <= TEXT_MAX);
  if (short.length === 0) {
    throw invalid(
      '/from_feedback',
      'no_human_scores',
      'No request has feedback named quality of source human with an input and an output of at most 20,000 characters that are kept. Keep bodies in the settings and send such feedback, or send anchors.',
    );
  }
  const entries = short.map(({ id, ...one }) => ({ ...one, eventId: id }));
  return inTransaction(ctx, (ctx) => add(ctx, entries, '/from_feedback'));
}

async function add(ctx: InTx, entries: readonly Entry[], path: string): Promise<AnchorsCreated> {
  const [createdAt, createdBy] = [ctx.clock.now(), actorRecord(ctx.actor)];
  const rows = await ctx.db
    .insert(anchor)
    .values(entries.map((one) => ({ ...one, id: newId(), projectId: ctx.project.id, createdBy, createdAt })))
    .onConflictDoNothing()
    .returning({ id: anchor.id });
  const [all] = await ctx.db
    .select({ n: count() })
    .from(anchor)
    .where(and(eq(anchor.projectId, ctx.project.id), isNull(anchor.retiredAt)));
  const total = all?.n ?? 0;
  if (total > ANCHORS_MAX) {
    throw invalid(path, 'too_many_anchors', `A project has at most ${ANCHORS_MAX} anchors. Remove some first.`);
  }
  if (rows.length > 0) {
    const object = { kind: 'anchors', id: ctx.project.name };
    await appendAudit(ctx, { action: 'anchor.create', object, detail: { added: rows.length, total } });
  }
  return { added: rows.length, known: entries.length - rows.length, total };
}

/** Takes an anchor out: it is handed out no more and counts no more. Its scores stay. 404 where there is none. */
export async function retireAnchor(ctx: Ctx, id: string): Promise<{ id: string }> {
  if (!isUuid(id)) throw notFound();
  return inTransaction(ctx, async (ctx) => {
    const [row] = await ctx.db
      .update(anchor)
      .set({ retiredAt: ctx.clock.now() })
      .where(and(eq(anchor.projectId, ctx.project.id), eq(anchor.id, id), isNull(anchor.retiredAt)))
      .returning({ id: anchor.id, prompt: anchor.prompt });
    if (!row) throw notFound();
    const object = { kind: 'anchor', id };
    await appendAudit(ctx, { action: 'anchor.retire', object, detail: { prompt: row.prompt } });
    return { id };
  });
}
