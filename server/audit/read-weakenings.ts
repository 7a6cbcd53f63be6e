import { and, desc, eq, gt, inArray, sql } from 'drizzle-orm';
import { auditRow } from '#db/schema/audit.ts';
import type { ActorRecord } from '#db/schema/columns.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import { ACCESS_ROWS } from './access-rows.ts';

/** A change that weakened a rule. `what` continues a sentence that begins with the actor. */
export type Weakening = { at: Date; actor: ActorRecord; objectId: string; what: string[] };

/**
 * Changes of these objects (environments, prompts) after `since` that weakened a rule, newest first: those whose audit
 * row lists it in `loosened`. Read from the audit log, since its rows cannot be deleted. One range of a small index.
 */
export async function readWeakenings(
  ctx: ReadCtx,
  { objectIds, since }: { objectIds: readonly string[]; since: Date },
): Promise<Weakening[]> {
  if (objectIds.length === 0) return [];
  return ctx.db
    .select({
      at: auditRow.at,
      actor: auditRow.actor,
      objectId: auditRow.objectId,
      what: sql<string[]>`${auditRow.detail} -> 'loosened'`,
    })
    .from(auditRow)
    .where(
      and(
        eq(auditRow.projectId, ctx.project.id),
        ACCESS_ROWS,
        gt(auditRow.at, since),
        inArray(auditRow.action, ['environment.update', 'gate.policy']),
        inArray(auditRow.objectId, [...objectIds]),
        sql`jsonb_array_length(coalesce(${auditRow.detail} -> 'loosened', '[]')) > 0`,
      ),
    )
    .orderBy(desc(auditRow.at), desc(auditRow.seq));
}
