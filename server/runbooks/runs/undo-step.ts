import { and, eq } from 'drizzle-orm';
import { runbookStep } from '#db/schema/runbooks.ts';
import { updateSilence } from '#server/alerts/notify/silences/write-silence.ts';
import type { Action } from '#server/platform/actions.ts';
import { refusalOf } from '#server/platform/actions.ts';
import type { Ctx } from '#server/platform/context.ts';
import { conflict, forbidden, notFound } from '#server/platform/faults.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { liftRestriction } from '#server/rollouts/restrictions/write-restriction.ts';
import { type ActionResult, UNDOES, type Undo } from '#server/runbooks/actions/plan.ts';
import { holdRun } from './hold-run.ts';
import { addEntry } from './record-step.ts';

type Undoer = { permission: Action; undo(ctx: InTx, id: string): Promise<ActionResult> };

const UNDOERS: Record<Undo['how'], Undoer> = {
  lift_restriction: {
    permission: 'restriction.write',
    undo: async (ctx, id) => {
      const { userKey, prompt, environment } = await liftRestriction(ctx, id);
      const what = userKey === null ? `the cap on the input of ${prompt} in ${environment}` : `the block of ${userKey}`;
      return { sentence: `Lifted ${what}.`, path: '/runbooks' };
    },
  },
  end_silence: {
    permission: 'silence.write',
    undo: async (ctx, id) => {
      await updateSilence(ctx, id, { ends_at: ctx.clock.now().toISOString() });
      return { sentence: 'Ended the silence.', path: '/alerts/silences' };
    },
  },
};

/** How the result of an entry can be undone by a button; null where it cannot. */
export function undoOf(result: Record<string, unknown> | null): Undo | null {
  const undo = result?.undo as Partial<Undo> | undefined;
  const how = UNDOES.find((one) => one === undo?.how);
  return how === undefined || typeof undo?.id !== 'string' ? null : { how, id: undo.id };
}

/**
 * Undoes what an entry at a step did, where a button can, under the permission of that; the step is open again, and it stands
 * in the run and, of a run for an incident, on its timeline. 403; 404; 409 `run_ended`, `not_undoable`, and where it is over.
 */
export async function undoStep(ctx: Ctx, input: { entryId: string }): Promise<{ sentence: string }> {
  return inTransaction(ctx, async (ctx) => {
    const mine = and(eq(runbookStep.projectId, ctx.project.id), eq(runbookStep.id, input.entryId));
    const [entry] = await ctx.db.select().from(runbookStep).where(mine);
    if (!entry) throw notFound();
    const held = await holdRun(ctx, entry, true);
    if (held.run.endedAt !== null) throw conflict('run_ended', 'This run ended. Undo it on the page of what it made.');
    const undo = undoOf(entry.result);
    if (undo === null) throw conflict('not_undoable', 'This cannot be undone by a button: do what the step says.');
    const { permission, undo: run } = UNDOERS[undo.how];
    const refusal = refusalOf(permission, ctx.actor);
    if (refusal !== null) throw forbidden(refusal.code, refusal.message);
    const result = await run(ctx, undo.id);
    await addEntry(ctx, held, { outcome: 'reopened', note: '', params: { undoes: entry.id }, result });
    return { sentence: result.sentence };
  });
}
