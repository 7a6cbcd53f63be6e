import { and, eq, isNotNull } from 'drizzle-orm';
import { monitor, monitorVersion } from '#db/schema/alerts.ts';
import { BUILTINS } from '#server/alerts/domain/builtins.ts';
import type { ReadCtx, Services } from '#server/platform/context.ts';
import { newId } from '#server/platform/ids.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';

const SYSTEM = { kind: 'system', id: null, name: 'Switchyard' } as const;

/**
 * Gives a project the built-in monitors that it does not have yet: a new project all, after an upgrade the new ones. Those
 * that people changed stay as they are. One indexed read where nothing is missing.
 */
export async function ensureBuiltins(ctx: ReadCtx & Pick<Services, 'clock'>): Promise<void> {
  const have = await ctx.db
    .select({ builtin: monitor.builtin })
    .from(monitor)
    .where(and(eq(monitor.projectId, ctx.project.id), isNotNull(monitor.builtin)));
  const known = new Set(have.map(({ builtin }) => builtin));
  const missing = BUILTINS.filter(({ key }) => !known.has(key));
  if (missing.length === 0) return;
  const at = ctx.clock.now();
  await inTransaction(ctx, async (ctx) => {
    const rows = await ctx.db
      .insert(monitor)
      .values(
        missing.map(({ key, name, kind, severity, rule }) => ({
          ...{ id: newId(), projectId: ctx.project.id, name, kind, severity, builtin: key, spec: rule },
          ...{ enabled: true, version: 1, createdAt: at, updatedAt: at },
        })),
      )
      .onConflictDoNothing()
      .returning();
    if (rows.length === 0) return;
    await ctx.db.insert(monitorVersion).values(
      rows.map(({ id, name, severity, spec }) => ({
        ...{ monitorId: id, version: 1, name, severity, enabled: true, spec, actor: SYSTEM, at },
      })),
    );
  });
}
