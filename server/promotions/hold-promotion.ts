import { and, eq, inArray } from 'drizzle-orm';
import type { Db, Tx } from '#db/client.ts';
import { environment, member } from '#db/schema/projects.ts';
import { approval, promotion } from '#db/schema/promotions.ts';
import { prompt, promptVersion } from '#db/schema/prompts.ts';
import { ROLES } from '#server/platform/actions.ts';
import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/faults.ts';
import { isUuid } from '#server/platform/ids.ts';
import { type DeploymentRow, readServing } from '#server/prompts/read-serving.ts';
import { type ApprovalScope, whyNotCounted } from './domain/approvals.ts';
import type { PromotionAsker, PromotionFacts } from './domain/promotion-can.ts';

export type PromotionRow = typeof promotion.$inferSelect;
export type ApprovalRow = typeof approval.$inferSelect;

/** A promotion with what its guard looks at, read at one moment. */
export type HeldPromotion = {
  row: PromotionRow;
  prompt: { id: string; name: string; type: 'text' | 'chat' };
  environment: typeof environment.$inferSelect;
  version: typeof promptVersion.$inferSelect;
  serving: DeploymentRow | null;
  approvals: (ApprovalRow & { invalidBecause: string | null })[];
  facts: PromotionFacts;
};

const RELEASING = ROLES.slice(ROLES.indexOf('release_manager'));

/** Who asks, as the guard knows people. */
export const askerOf = ({ actor }: Pick<Ctx, 'actor'>): PromotionAsker => ({
  kind: actor.kind,
  id: actor.id,
  releases: RELEASING.includes(actor.role),
});

/**
 * Reads a promotion and what decides about it. With `lock`, its row and the roles of everybody who approved stay as
 * they are until the transaction ends: deciders take turns, and a demotion comes before or after, never between.
 * 404 for anything that is no promotion of the project.
 */
export async function holdPromotion(db: Db | Tx, ctx: Ctx, id: string, lock = false): Promise<HeldPromotion> {
  if (!isUuid(id)) throw notFound();
  const one = db
    .select()
    .from(promotion)
    .where(and(eq(promotion.id, id), eq(promotion.projectId, ctx.project.id)));
  const [row] = await (lock ? one.for('update') : one);
  if (!row) throw notFound();
  const [parts] = await db
    .select({
      prompt: { id: prompt.id, name: prompt.name, type: prompt.type },
      environment,
      version: promptVersion,
    })
    .from(promptVersion)
    .innerJoin(prompt, eq(prompt.id, promptVersion.promptId))
    .innerJoin(environment, eq(environment.id, row.environmentId))
    .where(eq(promptVersion.id, row.versionId));
  if (!parts) throw new Error(`Promotion ${id} has lost its version.`);
  const serving = await readServing(db, ctx, row.promptId, row.environmentId);
  const approvals = await readApprovals(db, ctx, row, parts.version, lock);
  return { row, ...parts, serving, approvals, facts: factsOf(row, parts.version, serving, approvals) };
}

function factsOf(
  row: PromotionRow,
  version: HeldPromotion['version'],
  serving: DeploymentRow | null,
  approvals: HeldPromotion['approvals'],
): PromotionFacts {
  return {
    status: row.status,
    requestedBy: row.requestedBy,
    versionAuthor: version.author,
    approvedBy: approvals.filter((given) => given.invalidBecause === null).map((given) => given.personId),
    serves: row.deploymentId !== null && serving?.id === row.deploymentId,
    hasPrevious: row.baselineDeploymentId !== null,
  };
}

async function readApprovals(
  db: Db | Tx,
  ctx: Ctx,
  row: PromotionRow,
  version: HeldPromotion['version'],
  lock: boolean,
): Promise<HeldPromotion['approvals']> {
  const given = await db
    .select()
    .from(approval)
    .where(eq(approval.promotionId, row.id))
    .orderBy(approval.at, approval.id);
  if (given.length === 0) return [];
  const people = given.map((one) => one.personId);
  const scope: ApprovalScope = {
    variantDigest: row.variantDigest,
    gateVerdictId: row.gateVerdictId,
    now: ctx.clock.now(),
    releasers: await releasersAmong(db, ctx, people, lock),
    excluded: new Set(
      [row.requestedBy, version.author].flatMap(({ kind, id }) => (kind === 'person' && id ? [id] : [])),
    ),
  };
  return given.map((one) => ({ ...one, invalidBecause: whyNotCounted(one, scope) }));
}

/** Who among `people` may approve at this moment; with `lock`, their roles cannot change until the transaction ends. */
export async function releasersAmong(
  db: Db | Tx,
  ctx: Pick<Ctx, 'project'>,
  people: readonly string[],
  lock: boolean,
): Promise<Set<string>> {
  const roles = db
    .select({ personId: member.personId, role: member.role })
    .from(member)
    .where(and(eq(member.projectId, ctx.project.id), inArray(member.personId, [...people])));
  const rows = await (lock ? roles.for('share') : roles);
  return new Set(rows.filter(({ role }) => RELEASING.includes(role)).map(({ personId }) => personId));
}
