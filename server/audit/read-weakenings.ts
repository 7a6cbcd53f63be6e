import { and, desc, eq, gt, inArray, sql } from 'drizzle-orm';
import { auditRow } from '#db/schema/audit.ts';
import type { ActorRecord } from '#db/schema/columns.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import { ACCESS_ROWS } from './access-rows.ts';

/** Somebody made a rule weaker. `what` ends a sentence that begins with who did it. */
export type Weakening = { at: Date; actor: ActorRecord; objectId: string; what: string[] };

/**
 * Changes of these objects (environments, prompts) after `since` that made a rule weaker, newest first: those whose audit
 * row says so in `loosened`. The audit row is the fact, as nobody can take it out. One range of a small index.
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
