import { and, desc, eq, gt, inArray, like, lte, or } from 'drizzle-orm';
import { auditRow } from '#db/schema/audit.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import { ACCESS_ROWS } from './access-rows.ts';
import type { AuditEntry } from './read-audit.ts';

/** More than a day has in practice. */
const MOST = 1_000;

/**
 * Changes of members and keys of the project, and of the rules of `objectIds` (environments, prompts), in `(from, to]`,
 * newest first, the newest 1,000. One range of a small index.
 */
export async function readAccessChanges(
  ctx: ReadCtx,
  { from, to, objectIds }: { from: Date; to: Date; objectIds: readonly string[] },
): Promise<Pick<AuditEntry, 'seq' | 'at' | 'actor' | 'action' | 'objectId' | 'detail'>[]> {
  return ctx.db
    .select({
      seq: auditRow.seq,
      at: auditRow.at,
      actor: auditRow.actor,
      action: auditRow.action,
      objectId: auditRow.objectId,
      detail: auditRow.detail,
    })
    .from(auditRow)
    .where(
      and(
        eq(auditRow.projectId, ctx.project.id),
        ACCESS_ROWS,
        gt(auditRow.at, from),
        lte(auditRow.at, to),
        or(
          like(auditRow.action, 'member.%'),
          eq(auditRow.action, 'key.create'),
          inArray(auditRow.objectId, [...objectIds]),
        ),
      ),
    )
    .orderBy(desc(auditRow.at), desc(auditRow.seq))
    .limit(MOST);
}
