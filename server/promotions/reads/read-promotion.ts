import { and, asc, desc, eq, gte } from 'drizzle-orm';
import { gateVerdict } from '#db/schema/gates.ts';
import { promotionStep } from '#db/schema/promotions.ts';
import { deployment, promptVersion } from '#db/schema/prompts.ts';
import { readVerdict } from '#server/gates/read-verdict.ts';
import { refusalOf } from '#server/platform/actions.ts';
import type { Ctx } from '#server/platform/context.ts';
import { callerOf, type HeldPromotion, holdPromotion } from '#server/promotions/actions/hold-promotion.ts';
import { givenCount, nextApproval, validityOf } from '#server/promotions/domain/approvals.ts';
import { comparedWith } from '#server/promotions/domain/compared-with.ts';
import {
  PERMISSION,
  PROMOTION_ACTIONS,
  type PromotionAction,
  promotionCan,
} from '#server/promotions/domain/promotion-can.ts';
import { contentOf, takeDiffTurn } from '#server/prompts/diff-versions.ts';
import { diffVersions } from '#server/prompts/domain/diff.ts';
import type { DeploymentRow } from '#server/prompts/read-serving.ts';
import { readSurroundings } from './read-surroundings.ts';

export type PromotionDetail = Awaited<ReturnType<typeof readPromotion>>;

/** Everything that a reviewer needs of one promotion, for the caller. 404 where there is none. */
export async function readPromotion(ctx: Ctx, id: string) {
  const held = await holdPromotion(ctx, id);
  const { row, prompt, environment, version, serving } = held;
  const baseline = await readDeployment(ctx, row.baselineDeploymentId);
  const [gate, gateHistory, timeline, diff, around] = await Promise.all([
    row.gateVerdictId === null ? null : readVerdict(ctx, row.gateVerdictId),
    readGateHistory(ctx, held),
    readTimeline(ctx, row.id),
    readChange(ctx, held, comparedWith(row, { baseline, serving })),
    readSurroundings(ctx, held),
  ]);
  const actions = actionsOf(ctx, held);
  return {
    id: row.id,
    revision: row.revision,
    status: row.status,
    prompt: prompt.name,
    promptType: prompt.type,
    version: row.version,
    versionDigest: version.digest,
    versionAuthor: version.author,
    versionMessage: version.message,
    versionSource: version.source,
    variantDigest: row.variantDigest,
    provider: row.provider,
    model: row.model,
    settings: row.settings,
    from: row.from,
    to: environment.name,
    note: row.note,
    modelReason: row.modelReason,
    rollout: row.rollout,
    requestedBy: row.requestedBy,
    requestedAt: row.requestedAt,
    updatedAt: row.updatedAt,
    deploymentId: row.deploymentId,
    serving: servedOf(serving),
    baseline: servedOf(baseline),
    rollbackTo: held.facts.serves ? servedOf(baseline) : null,
    diff,
    gate,
    gateHistory,
    approvals: held.approvals.map((given) => ({
      id: given.id,
      person: { id: given.personId, name: given.personName },
      at: given.at,
      expiresAt: given.expiresAt,
      override: given.override,
      reason: given.reason,
      ...validityOf(row.status, given),
      appointed: around.appointmentOf(given.personId),
    })),
    requiredApprovals: row.requiredApprovals,
    validApprovals: givenCount(row.status, held.approvals),
    timeline,
    recentChanges: { until: around.until, list: around.changes },
    barred: around.barred,
    actions,
    mine: mineOf(ctx, held, actions),
  };
}

/** What the approval of the caller would do; null where they cannot give one. */
function mineOf(ctx: Ctx, { approvals, scope }: HeldPromotion, { approve, override }: ReturnType<typeof actionsOf>) {
  const mayApprove = approve === null || override === null;
  return mayApprove && ctx.actor.id !== null ? nextApproval(approvals, scope, ctx.actor.id) : null;
}

/** What serves, or served, as pages and routes show it. */
function servedOf(row: DeploymentRow | null) {
  return (
    row && {
      deploymentId: row.id,
      version: row.version,
      provider: row.provider,
      model: row.model,
      since: row.since,
      by: row.actor,
    }
  );
}

async function readDeployment(ctx: Ctx, id: string | null): Promise<DeploymentRow | null> {
  if (id === null) return null;
  const [row] = await ctx.db
    .select()
    .from(deployment)
    .where(and(eq(deployment.id, id), eq(deployment.projectId, ctx.project.id)));
  return row ?? null;
}

/** What the promotion changes against what served; null for a first release. */
async function readChange(ctx: Ctx, { prompt, version }: HeldPromotion, before: DeploymentRow | null) {
  if (before === null) return null;
  const [from] = await ctx.db
    .select()
    .from(promptVersion)
    .where(and(eq(promptVersion.projectId, ctx.project.id), eq(promptVersion.id, before.versionId)));
  if (!from) return null;
  return {
    from: { version: from.number, digest: from.digest },
    to: { version: version.number, digest: version.digest },
    ...(await takeDiffTurn(() => diffVersions(contentOf(prompt, from), contentOf(prompt, version)))),
  };
}

/** Verdicts on this variant and target since the promotion was requested, newest first. */
function readGateHistory(ctx: Ctx, { row, environment }: HeldPromotion) {
  return ctx.db
    .select({ id: gateVerdict.id, verdict: gateVerdict.verdict, at: gateVerdict.at, reasons: gateVerdict.reasons })
    .from(gateVerdict)
    .where(
      and(
        eq(gateVerdict.projectId, ctx.project.id),
        eq(gateVerdict.promptId, row.promptId),
        eq(gateVerdict.candidateDigest, row.variantDigest),
        eq(gateVerdict.environment, environment.name),
        gte(gateVerdict.at, row.requestedAt),
      ),
    )
    .orderBy(desc(gateVerdict.at))
    .limit(50);
}

/** Oldest first; steps of one moment in the order they were written in. */
function readTimeline(ctx: Ctx, promotionId: string) {
  return ctx.db
    .select({
      id: promotionStep.id,
      at: promotionStep.at,
      kind: promotionStep.kind,
      title: promotionStep.title,
      detail: promotionStep.detail,
      actor: promotionStep.actor,
    })
    .from(promotionStep)
    .where(eq(promotionStep.promotionId, promotionId))
    .orderBy(asc(promotionStep.at), asc(promotionStep.seq));
}

type ActionState = { code: string; message: string } | null;

/** For each action why the caller cannot take it now, or null: what disables the buttons. */
function actionsOf(ctx: Ctx, held: Pick<HeldPromotion, 'facts'>): Record<PromotionAction, ActionState> {
  const asker = callerOf(ctx);
  const one = (action: PromotionAction): ActionState => {
    const refusal = refusalOf(PERMISSION[action], ctx.actor) ?? promotionCan[action](held.facts, asker);
    return refusal && { code: refusal.code, message: refusal.message };
  };
  const states = PROMOTION_ACTIONS.map((action) => [action, one(action)]);
  return Object.fromEntries(states) as Record<PromotionAction, ActionState>;
}
