import { and, eq, inArray } from 'drizzle-orm';
import type { ActorRecord } from '#db/schema/columns.ts';
import { member } from '#db/schema/projects.ts';
import { approval } from '#db/schema/promotions.ts';
import type { Ctx, ReadCtx } from '#server/platform/context.ts';
import { WEAKENED_MS } from '#server/projects/domain/weakened.ts';
import { readPeopleBehind } from '#server/projects/members/read-people-behind.ts';
import { readWeakenedBy } from '#server/projects/members/read-weakened-by.ts';
import {
  APPROVAL_VALID_MS,
  type ApprovalScope,
  type Judged,
  judgeApprovals,
} from '#server/promotions/domain/approvals.ts';
import { involvedIn } from '#server/promotions/domain/involved.ts';
import { RELEASING } from '#server/promotions/domain/promotion-can.ts';

export type ApprovalRow = typeof approval.$inferSelect;

/** Who said yes to a promotion, what of it counts now, and what that was held against. */
export type Standing = {
  /** In the order they were given. */
  approvals: (ApprovalRow & Judged)[];
  scope: ApprovalScope;
  /** Whether the protection of the target was weakened in the last 24 hours. */
  targetWeakened: boolean;
};

/** What of a promotion decides whose approval counts. */
export type Judgeable = {
  id: string;
  promptId: string;
  environmentId: string;
  variantDigest: string;
  gateVerdictId: string | null;
  requestedBy: ActorRecord;
  versionAuthor: ActorRecord;
};

/**
 * The approvals of each of these promotions and which of them count: one definition for the page, the list and the
 * decision. With `lock`, the roles of the approvers stay until the transaction ends. Four lookups by index in all.
 */
export async function readStandings(
  ctx: Pick<Ctx, 'db' | 'project' | 'clock'>,
  rows: readonly Judgeable[],
  lock = false,
): Promise<(id: string) => Standing> {
  const now = ctx.clock.now();
  const ids = rows.map(({ id }) => id);
  const given = await readApprovals(ctx, ids);
  const people = [...given.values()].flat().map(({ personId }) => personId);
  const releasers = await releasersAmong(ctx, people, lock);
  const actors = rows.flatMap(({ requestedBy, versionAuthor }) => [requestedBy, versionAuthor]);
  const behind = await readPeopleBehind(ctx, actors);
  const objectIds = [...new Set(rows.flatMap(({ promptId, environmentId }) => [promptId, environmentId]))];
  // An approval may be a day old, and is held against the day before it.
  const since = new Date(now.getTime() - APPROVAL_VALID_MS - WEAKENED_MS);
  const weakenedBy = await readWeakenedBy(ctx, { objectIds, since });
  const standings = rows.map((row): [string, Standing] => {
    const ofTarget = weakenedBy.get(row.environmentId) ?? new Map();
    const scope: ApprovalScope = {
      variantDigest: row.variantDigest,
      gateVerdictId: row.gateVerdictId,
      now,
      releasers,
      involved: involvedIn(behind(row.requestedBy), behind(row.versionAuthor)),
      weakened: newest(ofTarget, weakenedBy.get(row.promptId) ?? new Map()),
    };
    const approvals = judgeApprovals(given.get(row.id) ?? [], scope);
    const latest = Math.max(...[...ofTarget.values()].map(({ at }) => at.getTime()));
    return [row.id, { approvals, scope, targetWeakened: latest > now.getTime() - WEAKENED_MS }];
  });
  const byId = new Map(standings);
  return (id) => {
    const found = byId.get(id);
    if (!found) throw new Error(`The approvals of promotion ${id} were not read.`);
    return found;
  };
}

type WeakenedBy = ApprovalScope['weakened'];

/** Of each person the newest of both. */
function newest(one: WeakenedBy, other: WeakenedBy): WeakenedBy {
  const both = [...one, ...other].toSorted(([, a], [, b]) => a.at.getTime() - b.at.getTime());
  return new Map(both);
}

async function readApprovals(ctx: ReadCtx, promotionIds: readonly string[]): Promise<Map<string, ApprovalRow[]>> {
  if (promotionIds.length === 0) return new Map();
  const rows = await ctx.db
    .select()
    .from(approval)
    .where(inArray(approval.promotionId, [...promotionIds]))
    .orderBy(approval.at, approval.id);
  return Map.groupBy(rows, ({ promotionId }) => promotionId);
}

/** Who among `people` may approve at this moment; with `lock`, their roles cannot change until the transaction ends. */
export async function releasersAmong(ctx: ReadCtx, people: readonly string[], lock: boolean): Promise<Set<string>> {
  if (people.length === 0) return new Set();
  const roles = ctx.db
    .select({ personId: member.personId, role: member.role })
    .from(member)
    .where(and(eq(member.projectId, ctx.project.id), inArray(member.personId, [...new Set(people)])));
  const rows = await (lock ? roles.for('share') : roles);
  return new Set(rows.filter(({ role }) => RELEASING.includes(role)).map(({ personId }) => personId));
}
