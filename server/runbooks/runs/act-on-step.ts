import { refusalOf } from '#server/platform/actions.ts';
import type { Ctx } from '#server/platform/context.ts';
import { conflict, forbidden, invalid } from '#server/platform/faults.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { PLANNERS } from '#server/runbooks/actions/executors.ts';
import type { ActionResult, Plan } from '#server/runbooks/actions/plan.ts';
import { readRequestsPerMinute } from '#server/runbooks/actions/read-requests-per-minute.ts';
import { type ActionName, isAction, paramsOf } from '#server/runbooks/domain/actions.ts';
import type { Step } from '#server/runbooks/domain/parse-runbook.ts';
import { holdRun } from './hold-run.ts';
import { addEntry, requireOpen } from './record-step.ts';

type StepInput = { runId: string; position: number; params: Record<string, string> };

/** What a step would do now, before a person confirms it. */
export type Preview = {
  action: ActionName;
  sentence: string;
  undo: string;
  /** Of the last hour; null where they are too many to count, or where nothing changes now. */
  requestsPerMinute: number | null;
  /** `later`: once another person has approved it. */
  changesTraffic: 'now' | 'later' | 'never';
  /** Why this person may not do it; null where they may. */
  refusal: string | null;
  sees: string;
};

/**
 * What a step would do now, to how much traffic, and how to undo it. Changes nothing. 404; 409 where the step cannot be done,
 * with the reason; 422 for a parameter that is missing.
 */
export async function previewStep(ctx: Ctx, input: StepInput): Promise<Preview> {
  const held = await holdRun(ctx, input);
  requireOpen(held, 'acted');
  const { action, params } = choose(held.step, input.params);
  return showPlan(ctx, action, await PLANNERS[action](ctx, params));
}

/** A plan as a person sees it before confirming. */
export async function showPlan(ctx: Ctx, action: ActionName, plan: Plan): Promise<Preview> {
  const { sentence, undo, sees, traffic } = plan;
  return {
    ...{ action, sentence, undo, sees },
    requestsPerMinute: typeof traffic === 'string' ? null : await readRequestsPerMinute(ctx, traffic),
    changesTraffic: traffic === 'none' ? 'never' : traffic === 'later' ? 'later' : 'now',
    refusal: refusalOf(plan.permission, ctx.actor)?.message ?? null,
  };
}

/**
 * Does what a preview showed, in one transaction with its entry at the step. It is done only while `sees` is still what it
 * would change. 403 without the permission of what it does; 404; 409 `preview_outdated`, and where it cannot be done.
 */
export async function actOnStep(
  ctx: Ctx,
  input: StepInput & { sees: string; note: string },
): Promise<{ id: string; result: ActionResult }> {
  return inTransaction(ctx, async (ctx) => {
    const held = await holdRun(ctx, input, true);
    requireOpen(held, 'acted');
    const { action, params } = choose(held.step, input.params);
    const plan = await PLANNERS[action](ctx, params);
    requireSeen(ctx, plan, input.sees);
    const reason = `${input.note}${input.note === '' ? '' : ' '}(runbook ${held.name}, step ${held.step.position})`;
    const result = await plan.act(ctx, reason);
    const preview = { sentence: plan.sentence, undo: plan.undo };
    const entry = await addEntry(ctx, held, { outcome: 'acted', note: input.note, action, params, preview, result });
    return { id: entry.id, result };
  });
}

/** 403 without the permission of what a plan does; 409 `preview_outdated` where it is no longer what was confirmed. */
export function requireSeen(ctx: Ctx, { permission, sees }: Plan, seen: string): void {
  const refusal = refusalOf(permission, ctx.actor);
  if (refusal !== null) throw forbidden(refusal.code, refusal.message);
  if (sees !== seen)
    throw conflict('preview_outdated', 'What this would change has changed since. Look at the preview again.');
}

/** The action of a step with its parameters: what the runbook fixes stands, the rest is as sent. */
function choose(
  { action }: Step,
  sent: Record<string, string>,
): { action: ActionName; params: Record<string, string> } {
  if (action === null) throw conflict('no_action', 'This step has no action: tick it once it is done.');
  if (!isAction(action.name)) throw conflict('not_available', `The action ${action.name} is not available here.`);
  return { action: action.name, params: completeParams(action.name, action.given, sent) };
}

/** The parameters of an action: what is given stands, the rest is as sent. 422 where one is missing. */
export function completeParams(
  action: ActionName,
  given: Record<string, string>,
  sent: Record<string, string>,
): Record<string, string> {
  const params: Record<string, string> = {};
  for (const { name, label, ...param } of paramsOf(action)) {
    const value = given[name] ?? sent[name] ?? '';
    if (value === '' && param.optional !== true) throw invalid(`/params/${name}`, 'required', `${label}: which one?`);
    if (value !== '') params[name] = value;
  }
  return params;
}
