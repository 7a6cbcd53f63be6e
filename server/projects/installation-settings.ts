import { installation } from '#db/schema/projects.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import type { ProjectCreators } from '#server/platform/actions.ts';
import type { Ctx, DbCtx } from '#server/platform/context.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import type { SignedInCtx } from '#server/platform/trpc.ts';
import { INSTALLATION } from './sign-in/redeem-sign-in-link.ts';

/** Who may make projects besides the server's operator. One row. */
export async function readProjectCreators({ db }: DbCtx): Promise<{ projectCreators: ProjectCreators }> {
  const [found] = await db.select({ projectCreators: installation.projectCreators }).from(installation);
  return found ?? { projectCreators: 'installation_admins' };
}

/** Sets who may make projects. Takes effect with each person's next request. */
export async function setProjectCreators(
  ctx: SignedInCtx,
  { projectCreators }: { projectCreators: ProjectCreators },
): Promise<void> {
  const { id, name } = ctx.person;
  const actor: Ctx['actor'] = { kind: 'person', id, name, role: 'admin', scopes: null };
  await inTransaction(ctx, async (ctx) => {
    const [before] = await ctx.db.select().from(installation).for('update');
    if (before?.projectCreators === projectCreators) return;
    await ctx.db.update(installation).set({ projectCreators });
    await appendAudit(
      { ...ctx, project: INSTALLATION, actor },
      {
        action: 'installation.update',
        object: { kind: 'installation', id: '0' },
        detail: { from: before?.projectCreators ?? null, to: projectCreators },
      },
    );
  });
}
