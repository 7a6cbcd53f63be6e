import { and, eq, sql } from 'drizzle-orm';
import { deployment, serving, servingRevision } from '#db/schema/prompts.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import { recordChange } from '#server/audit/record-change.ts';
import { actorRecord, type ReadCtx } from '#server/platform/context.ts';
import { conflict } from '#server/platform/faults.ts';
import { newId } from '#server/platform/ids.ts';
import type { InTx } from '#server/platform/in-transaction.ts';
import { type DeploymentKind, modelText } from './domain/variant.ts';
import type { DeploymentRow } from './read-serving.ts';
import type { Variant } from './variant.ts';

export type NewDeployment = {
  prompt: { id: string; name: string };
  environment: { id: string; name: string };
  version: { id: string; number: number };
  variant: Variant;
  kind: Exclude<DeploymentKind, 'imported'>;
  promotionId?: string;
  /** For a rollback: the deployment whose variant it restores. */
  restoresId?: string;
  /** The deployment that must serve there when this one is written; null = none may. */
  expected: string | null;
};

/**
 * Makes a variant serve, inside the caller's transaction: appends the deployment, moves the pointer only if it still
 * points at `expected` (409 `baseline_changed` otherwise), notifies every resolve snapshot at COMMIT, writes audit and
 * the mark on the charts.
 */
export async function recordDeployment(ctx: InTx, input: NewDeployment): Promise<DeploymentRow> {
  const [row] = await ctx.db
    .insert(deployment)
    .values({
      id: newId(),
      projectId: ctx.project.id,
      promptId: input.prompt.id,
      environmentId: input.environment.id,
      versionId: input.version.id,
      version: input.version.number,
      provider: input.variant.provider,
      model: input.variant.model,
      settings: input.variant.settings,
      variantDigest: input.variant.digest,
      kind: input.kind,
      promotionId: input.promotionId ?? null,
      restoresId: input.restoresId ?? null,
      actor: actorRecord(ctx.actor),
      since: ctx.clock.now(),
    })
    .returning();
  if (!row) throw new Error('The deployment was not inserted.');
  await movePointer(ctx, row, input);
  await announce(ctx);
  await record(ctx, input, row);
  return row;
}

/**
 * Compare-and-set of what serves. Of two concurrent callers, the second waits for the COMMIT of the first and then gets
 * a 409.
 */
async function movePointer(
  ctx: InTx<ReadCtx>,
  row: DeploymentRow,
  { prompt, environment, expected }: NewDeployment,
): Promise<void> {
  const here = { projectId: row.projectId, promptId: prompt.id, environmentId: environment.id };
  const moved =
    expected === null
      ? await ctx.db
          .insert(serving)
          .values({ ...here, deploymentId: row.id, revision: 1 })
          .onConflictDoNothing()
          .returning({ revision: serving.revision })
      : await ctx.db
          .update(serving)
          .set({ deploymentId: row.id, revision: sql`${serving.revision} + 1` })
          .where(
            and(
              eq(serving.promptId, prompt.id),
              eq(serving.environmentId, environment.id),
              eq(serving.deploymentId, expected),
            ),
          )
          .returning({ revision: serving.revision });
  if (moved.length === 0) {
    throw conflict(
      'baseline_changed',
      `What serves ${prompt.name} in ${environment.name} has changed since. Look again, then decide.`,
    );
  }
}

/** Raises the project's revision by one and notifies its listeners; both take effect at COMMIT. */
async function announce(ctx: InTx<ReadCtx>): Promise<void> {
  await ctx.db
    .insert(servingRevision)
    .values({ projectId: ctx.project.id, revision: 1 })
    .onConflictDoUpdate({ target: servingRevision.projectId, set: { revision: sql`${servingRevision.revision} + 1` } });
  await ctx.db.execute(sql`select pg_notify('switchyard_serving', ${String(ctx.project.id)})`);
}

/**
 * Makes every resolve snapshot of the project read again after COMMIT, where something serves: for facts beside what
 * serves, such as the dates of a model.
 */
export async function renewSnapshots(ctx: InTx<ReadCtx>): Promise<void> {
  const rows = await ctx.db
    .update(servingRevision)
    .set({ revision: sql`${servingRevision.revision} + 1` })
    .where(eq(servingRevision.projectId, ctx.project.id))
    .returning({ revision: servingRevision.revision });
  if (rows.length > 0) await ctx.db.execute(sql`select pg_notify('switchyard_serving', ${String(ctx.project.id)})`);
}

async function record(
  ctx: InTx,
  { prompt, environment, version, kind, promotionId }: NewDeployment,
  row: DeploymentRow,
) {
  const model = modelText(row);
  await recordChange(ctx, {
    at: row.since,
    kind: kind === 'rollback' ? 'rollback' : 'deployment',
    environment: environment.name,
    prompt: prompt.name,
    ...(model === null ? {} : { model }),
    title: `${prompt.name} v${version.number} ${kind === 'rollback' ? 'is back' : 'serves'} in ${environment.name}${model === null ? '' : ` on ${model}`}`,
    path:
      promotionId === undefined
        ? `/prompts/${encodeURIComponent(prompt.name)}?tab=history`
        : `/promotions/${promotionId}`,
  });
  await appendAudit(ctx, {
    action: 'prompt.deploy',
    object: { kind: 'deployment', id: row.id },
    detail: {
      prompt: prompt.name,
      environment: environment.name,
      version: version.number,
      model,
      kind,
      variant_digest: row.variantDigest,
      ...(promotionId === undefined ? {} : { promotion_id: promotionId }),
      ...(row.restoresId === null ? {} : { restores_id: row.restoresId }),
    },
  });
}
