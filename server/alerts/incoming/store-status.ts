import { and, eq, inArray, isNull, or } from 'drizzle-orm';
import { providerIncident, statusPage } from '#db/schema/incoming.ts';
import { recordChanges } from '#server/audit/record-change.ts';
import type { Ctx } from '#server/platform/context.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { cut } from './domain/incoming-alert.ts';
import { announcedIncidents, type StatusSummary } from './domain/read-status-page.ts';

/**
 * Stores what a status page says: its state, its incidents, and in the feed of changes each incident that is new to us, at
 * the time that the page gives. An open incident that the page no longer lists ended now. A page that was removed while it
 * was read is not stored.
 */
export async function storeStatus(
  ctx: Ctx,
  { page, summary }: { page: { id: string; provider: string }; summary: StatusSummary },
): Promise<void> {
  const { provider } = page;
  const now = ctx.clock.now();
  const listed = announcedIncidents(summary, now);
  await inTransaction(ctx, async (ctx) => {
    const { indicator, description } = summary.status;
    const [row] = await ctx.db
      .update(statusPage)
      .set({ indicator, description: cut(description ?? '', 300), readAt: now, problem: null })
      .where(and(eq(statusPage.projectId, ctx.project.id), eq(statusPage.id, page.id)))
      .returning({ id: statusPage.id });
    if (!row) return;
    const ids = listed.map(({ id }) => id);
    const of = and(eq(providerIncident.projectId, ctx.project.id), eq(providerIncident.provider, provider));
    const known = await ctx.db
      .select({ id: providerIncident.externalId, resolvedAt: providerIncident.resolvedAt })
      .from(providerIncident)
      .where(and(of, or(isNull(providerIncident.resolvedAt), inArray(providerIncident.externalId, ids))));
    const knownIds = new Set(known.map(({ id }) => id));
    for (const { id, announcedAt, resolvedAt, ...said } of listed) {
      const at = { provider, externalId: id, announcedAt, seenAt: now, resolvedAt };
      await ctx.db
        .insert(providerIncident)
        .values({ ...said, ...at, projectId: ctx.project.id })
        .onConflictDoUpdate({
          target: [providerIncident.projectId, providerIncident.provider, providerIncident.externalId],
          set: { ...said, resolvedAt },
        });
    }
    const gone = known.filter(({ id, resolvedAt }) => resolvedAt === null && !ids.includes(id)).map(({ id }) => id);
    if (gone.length > 0) {
      const set = { status: 'resolved', resolvedAt: now };
      await ctx.db
        .update(providerIncident)
        .set(set)
        .where(and(of, inArray(providerIncident.externalId, gone)));
    }
    await recordChanges(
      ctx,
      listed
        .filter(({ id }) => !knownIds.has(id))
        .map(({ name, impact, announcedAt: at }) => ({
          ...{ at, kind: 'incident' as const, title: `${provider}: ${name} (${impact})`, path: '/alerts/incoming' },
        })),
    );
  });
}
