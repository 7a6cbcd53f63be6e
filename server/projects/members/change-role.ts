import { and, eq } from 'drizzle-orm';
import { invitation, member } from '#db/schema/projects.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import type { Role } from '#server/platform/actions.ts';
import type { Ctx } from '#server/platform/context.ts';
import { notFound } from '#server/platform/faults.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { notifyKeys } from '#server/projects/keys/notify-keys.ts';
import { lockPerson } from '#server/projects/sign-in/lock-person.ts';
import { lockAdmins } from './lock-admins.ts';

type Given = { personId: string; role: Role };

/**
 * Changes the role of a member, for their sessions at once and for their keys within 2 s, or of a person who is
 * invited, for when they join. Errors: 404, and those of {@link lockAdmins}.
 */
export async function changeRole(ctx: Ctx, given: Given): Promise<void> {
  const { personId, role } = given;
  await inTransaction(ctx, async (ctx) => {
    await lockPerson(ctx, personId);
    await lockAdmins(ctx, personId);
    const before = (await changeIn(ctx, member, given)) ?? (await changeIn(ctx, invitation, given));
    if (!before) throw notFound();
    if (before.role === role) return;
    await notifyKeys(ctx);
    await appendAudit(ctx, {
      action: 'member.change_role',
      object: { kind: 'person', id: personId },
      detail: { from: before.role, to: role },
    });
  });
}

/** The role before, or null where there is no such row. */
async function changeIn(
  ctx: InTx,
  table: typeof member | typeof invitation,
  { personId, role }: Given,
): Promise<{ role: Role } | null> {
  const mine = and(eq(table.projectId, ctx.project.id), eq(table.personId, personId));
  const [before] = await ctx.db.select({ role: table.role }).from(table).where(mine).for('update');
  if (before && before.role !== role) await ctx.db.update(table).set({ role }).where(mine);
  return before ?? null;
}
