import { and, eq, ne } from 'drizzle-orm';
import type { Tx } from '#db/client.ts';
import { member } from '#db/schema/projects.ts';
import type { Ctx } from '#server/platform/context.ts';

/**
 * Whether the one who asks may be given a sign-in link for `who`. Whoever holds a link becomes that person: so the
 * admin of one project gets none for somebody who has a password or belongs to another project too, or an invitation
 * would open that project to them. Whoever runs the server always may.
 */
export async function mayHaveLink(
  tx: Tx,
  ctx: Ctx,
  who: { id: string; passwordHash: string | null },
): Promise<boolean> {
  if (ctx.actor.kind === 'system') return true;
  if (who.passwordHash !== null) return false;
  const elsewhere = await tx
    .select({ projectId: member.projectId })
    .from(member)
    .where(and(eq(member.personId, who.id), ne(member.projectId, ctx.project.id)))
    .limit(1);
  return elsewhere.length === 0;
}
