import { and, desc, eq, gte, lt, or, sql } from 'drizzle-orm';
import { auditRow } from '#db/schema/audit.ts';
import type { ActorRecord } from '#db/schema/columns.ts';
import type { ReadCtx } from '#server/platform/context.ts';

export type AuditFilter = {
  /** Text in action, object, actor or detail, in any case. */
  search?: string;
  action?: string;
  from?: Date;
  to?: Date;
  /** Rows older than this number: the `nextCursor` of the page before. */
  cursor?: number;
  limit: number;
};

export type AuditEntry = {
  seq: number;
  at: Date;
  actor: ActorRecord;
  action: string;
  objectKind: string;
  objectId: string;
  requestId: string | null;
  ip: string | null;
  detail: Record<string, unknown>;
};

/** The project's audit log, newest first. Walks the primary key backwards; a search reads until the page is full. */
export async function readAudit(
  ctx: ReadCtx,
  filter: AuditFilter,
): Promise<{ rows: AuditEntry[]; nextCursor: number | null }> {
  const rows = await ctx.db
    .select({
      seq: auditRow.seq,
      at: auditRow.at,
      actor: auditRow.actor,
      action: auditRow.action,
      objectKind: auditRow.objectKind,
      objectId: auditRow.objectId,
      requestId: auditRow.requestId,
      ip: auditRow.ip,
      detail: auditRow.detail,
    })
    .from(auditRow)
    .where(
      and(
        eq(auditRow.projectId, ctx.project.id),
        filter.cursor === undefined ? undefined : lt(auditRow.seq, filter.cursor),
        filter.action === undefined ? undefined : eq(auditRow.action, filter.action),
        filter.from === undefined ? undefined : gte(auditRow.at, filter.from),
        filter.to === undefined ? undefined : lt(auditRow.at, filter.to),
        filter.search === undefined || filter.search === '' ? undefined : containing(filter.search),
      ),
    )
    .orderBy(desc(auditRow.seq))
    .limit(filter.limit + 1);
  const page = rows.slice(0, filter.limit);
  return { rows: page, nextCursor: rows.length > filter.limit ? (page.at(-1)?.seq ?? null) : null };
}

function containing(text: string) {
  const pattern = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
  return or(
    sql`${auditRow.action} ilike ${pattern}`,
    sql`${auditRow.objectKind} ilike ${pattern}`,
    sql`${auditRow.objectId} ilike ${pattern}`,
    sql`${auditRow.actor} ->> 'name' ilike ${pattern}`,
    sql`${auditRow.detail}::text ilike ${pattern}`,
  );
}
