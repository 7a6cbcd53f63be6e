import { and, eq, inArray } from 'drizzle-orm';
import { incidentRole } from '#db/schema/incidents.ts';
import { actorRecord } from '#server/platform/context.ts';
import { invalid } from '#server/platform/faults.ts';
import type { InTx } from '#server/platform/in-transaction.ts';
import { readMembers } from '#server/projects/members/read-members.ts';
import { addAction } from './add-entries.ts';
import { INCIDENT_ROLES, type IncidentRole } from './domain/incident.ts';
import type { IncidentRow } from './find-incident.ts';

/** Gives roles to members, or takes them away (null). 422 for somebody who is no member of the project. */
export async function assignRoles(
  ctx: InTx,
  row: IncidentRow,
  roles: Partial<Record<string, string | null>>,
): Promise<void> {
  const members = new Map((await readMembers(ctx)).map(({ id, name }) => [id, name]));
  const given = INCIDENT_ROLES.flatMap((role) => {
    const personId = roles[role];
    return personId === undefined ? [] : [{ role, personId }];
  });
  const gone: IncidentRole[] = given.filter(({ personId }) => personId === null).map(({ role }) => role);
  for (const { role, personId } of given) {
    if (personId === null) continue;
    const name = members.get(personId);
    if (name === undefined) throw invalid(`/roles/${role}`, 'no_member', 'This person is no member of the project.');
    const set = { personId, assignedBy: actorRecord(ctx.actor), assignedAt: ctx.clock.now() };
    await ctx.db
      .insert(incidentRole)
      .values({ incidentId: row.id, role, ...set })
      .onConflictDoUpdate({ target: [incidentRole.incidentId, incidentRole.role], set });
    await addAction(ctx, row.id, `${name} is ${role}`);
  }
  if (gone.length === 0) return;
  await ctx.db.delete(incidentRole).where(and(eq(incidentRole.incidentId, row.id), inArray(incidentRole.role, gone)));
  for (const role of gone) await addAction(ctx, row.id, `Nobody is ${role}`);
}
