import { runbookStep } from '#db/schema/runbooks.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import { actorRecord, type Ctx } from '#server/platform/context.ts';
import { conflict } from '#server/platform/faults.ts';
import { newId } from '#server/platform/ids.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { enqueue } from '#server/platform/jobs/jobs.ts';
import { type StepOutcome, stepRefusal } from '#server/runbooks/domain/run.ts';
import { type HeldRun, holdRun } from './hold-run.ts';

type Entry = Pick<typeof runbookStep.$inferInsert, 'note'> &
  Partial<Pick<typeof runbookStep.$inferInsert, 'action' | 'params' | 'preview' | 'result'>>;

/** 409 with the reason where a step cannot be ticked, acted on or opened again. */
export function requireOpen({ run, last }: HeldRun, outcome: StepOutcome): void {
  const state = { last: last?.outcome ?? null, by: last?.by ?? '', ended: run.endedAt !== null };
  const refusal = stepRefusal(state, outcome);
  if (refusal !== null) throw conflict(refusal.code, refusal.message);
}

/** Adds what was done at a step, with its audit row; of a run for an incident, incidents are told through the outbox. */
export async function addEntry(
  ctx: InTx<Ctx>,
  { run, name, step }: HeldRun,
  { outcome, ...entry }: Entry & { outcome: StepOutcome },
): Promise<{ id: string }> {
  const id = newId();
  const row = { id, projectId: ctx.project.id, runId: run.id, position: step.position, outcome, ...entry };
  await ctx.db.insert(runbookStep).values({ ...row, actor: actorRecord(ctx.actor), at: ctx.clock.now() });
  if (run.incidentId !== null)
    await enqueue(ctx, 'incident.action', { projectId: ctx.project.id, runId: run.id, stepId: id });
  await appendAudit(ctx, {
    action: outcome === 'acted' ? 'runbook.act' : outcome === 'done' ? 'runbook.tick' : 'runbook.reopen',
    object: { kind: 'runbook_run', id: run.id },
    detail: {
      ...{ name, version: run.version, position: step.position, title: step.title, note: entry.note },
      ...(entry.action ? { act: entry.action, params: entry.params, result: entry.result } : {}),
    },
  });
  return { id };
}

/** Ticks a step, or opens it again. 404; 409 `run_ended`, `already_done`, `not_done`. */
export async function tickStep(
  ctx: Ctx,
  input: { runId: string; position: number; outcome: 'done' | 'reopened'; note: string },
): Promise<{ id: string }> {
  return inTransaction(ctx, async (ctx) => {
    const held = await holdRun(ctx, input, true);
    requireOpen(held, input.outcome);
    return addEntry(ctx, held, { outcome: input.outcome, note: input.note });
  });
}
