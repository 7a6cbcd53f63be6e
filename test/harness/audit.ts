import { and, eq } from 'drizzle-orm';
import { auditRow } from '#db/schema/audit.ts';
import { acceptRestore } from '#server/audit/accept-restore.ts';
import { noteAnchors } from '#server/audit/note-anchors.ts';
import { operator } from '#server/run/cli/local.ts';
import type { System } from './system.ts';

/** Notes where the audit chains end, as the worker does every minute. */
export async function noteAudit(system: System): Promise<void> {
  await noteAnchors(system.services);
}

/** The rows of the audit log with `action` on an object. */
export const auditsOf = ({ services }: System, action: string, objectId: string) =>
  services.db
    .select()
    .from(auditRow)
    .where(and(eq(auditRow.action, action), eq(auditRow.objectId, objectId)));

/** Removes the last row of a project's log and sets its head back, as in a restored older database. */
export async function cutAuditTail(system: System, project: string): Promise<void> {
  const { id } = system.project(project);
  await system.owner().begin(async (sql) => {
    await sql`set local session_replication_role = replica`;
    await sql`delete from audit_row r using audit_head h
      where r.project_id = ${id} and h.project_id = ${id} and r.seq = h.seq`;
    await sql`update audit_head h set seq = r.seq, mac = r.mac from audit_row r
      where h.project_id = ${id} and r.project_id = ${id} and r.seq = h.seq - 1`;
  });
}

/** What `bin/switchyard audit accept-restore` does. */
export async function acceptOlderDatabase(system: System, reason: string): Promise<void> {
  await acceptRestore(operator({ ...system.services, close: async () => undefined }), reason);
}
