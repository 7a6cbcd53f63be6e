import { and, eq, inArray } from 'drizzle-orm';
import { dataset } from '#db/schema/evals.ts';
import { gatePolicy } from '#db/schema/gates.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import { recordChange } from '#server/audit/record-change.ts';
import { checkScorers } from '#server/evals/check-scorers.ts';
import { checkGoldenSets } from '#server/evals/contamination/accept-contamination.ts';
import { compareTraining } from '#server/evals/contamination/compare-training.ts';
import { actorRecord, type Ctx } from '#server/platform/context.ts';
import { conflict, invalidFields } from '#server/platform/faults.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { enqueue } from '#server/platform/jobs/jobs.ts';
import { lockPrompt } from '#server/prompts/find-prompt.ts';
import type { GatePolicyInput } from './contract.ts';
import { weakenedPolicy } from './domain/weakened-policy.ts';
import { datasetsOfPrompt } from './find-runs.ts';
import { floorsOf, policyResponse } from './policy-shape.ts';
import { type GatePolicy, readPolicy } from './read-policy.ts';

/**
 * Changes the gate policy of a prompt; fields that the input leaves out are kept. Locks the prompt's row, as approvals
 * do, so that nothing is approved under a policy that has just changed; open verdicts become void through the outbox.
 * 404 unknown prompt; 409 `revision_conflict` with the current policy; 422 for a dataset that does not exist, for one
 * that shares items with what a model was trained on where no reason is given, and for scorers that cannot work.
 */
export async function updatePolicy(ctx: Ctx, input: GatePolicyInput): Promise<GatePolicy> {
  await checkScorers(input.scorers ?? []);
  return inTransaction(ctx, async (ctx) => {
    const prompt = await lockPrompt(ctx, input.prompt);
    const before = await readPolicy(ctx, prompt.id);
    if (before.revision !== input.revision) {
      throw conflict('revision_conflict', 'The gate policy changed in the meantime. Read it again and decide anew.', {
        current: policyResponse(before),
      });
    }
    await checkDatasets(ctx, input.datasets ?? []);
    if (input.datasets) await compareTraining(ctx, input.datasets);
    await checkGoldenSets(ctx, input.datasets ?? [], input.contaminationReason ?? null);
    const after = changed(before, input);
    const row = {
      ...after,
      revision: before.revision + 1,
      updatedBy: actorRecord(ctx.actor),
      updatedAt: ctx.clock.now(),
    };
    await ctx.db
      .insert(gatePolicy)
      .values({ ...row, promptId: prompt.id, projectId: ctx.project.id })
      .onConflictDoUpdate({ target: gatePolicy.promptId, set: row });
    const measuredOn = (await datasetsOfPrompt(ctx, prompt.id)).map(({ name }) => name);
    await enqueue(ctx, 'gate.policy_changed', { projectId: ctx.project.id, promptId: prompt.id });
    await recordChange(ctx, {
      kind: 'policy',
      prompt: prompt.name,
      title: `Gate policy of ${prompt.name} changed`,
      path: `/prompts/${encodeURIComponent(prompt.name)}`,
    });
    await appendAudit(ctx, {
      action: 'gate.policy',
      object: { kind: 'prompt', id: prompt.id },
      detail: {
        prompt: prompt.name,
        before: policyResponse(before),
        after: policyResponse(row),
        loosened: weakenedPolicy(before, after, measuredOn),
      },
    });
    return row;
  });
}

function changed(before: GatePolicy, input: GatePolicyInput): Omit<GatePolicy, 'revision' | 'updatedBy' | 'updatedAt'> {
  const limits = input.limits && {
    costUsdPerItemMax: input.limits.costUsdPerItemMax ?? null,
    latencyMsP50Max: input.limits.latencyMsP50Max ?? null,
    latencyMsP95Max: input.limits.latencyMsP95Max ?? null,
    latencyMsP99Max: input.limits.latencyMsP99Max ?? null,
  };
  return {
    policy: input.policy ?? before.policy,
    margin: input.margin ?? before.margin,
    marginKind: input.marginKind ?? before.marginKind,
    floors: input.floors ? floorsOf(input.floors) : before.floors,
    limits: limits ?? before.limits,
    datasets: input.datasets ?? before.datasets,
    scorers: input.scorers ?? before.scorers,
    requiredApprovals: input.requiredApprovals === undefined ? before.requiredApprovals : input.requiredApprovals,
  };
}

async function checkDatasets(ctx: InTx, names: string[]): Promise<void> {
  if (names.length === 0) return;
  const rows = await ctx.db
    .select({ name: dataset.name })
    .from(dataset)
    .where(and(eq(dataset.projectId, ctx.project.id), inArray(dataset.name, names)));
  const known = new Set(rows.map((row) => row.name));
  const wrong = names.flatMap((name, i) => {
    const path = `/datasets/${i}`;
    return known.has(name) ? [] : [{ path, code: 'unknown_dataset', message: `${path}: there is no dataset ${name}.` }];
  });
  if (wrong.length > 0) throw invalidFields(wrong);
}
