import { and, eq } from 'drizzle-orm';
import type { z } from 'zod';
import { providerIncident, statusPage } from '#db/schema/incoming.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import type { Ctx } from '#server/platform/context.ts';
import { allowedUrl } from '#server/platform/egress/egress.ts';
import { conflict, invalid, notFound } from '#server/platform/faults.ts';
import { newId } from '#server/platform/ids.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { askStatusPage } from './ask-status-page.ts';
import type { statusPageInput } from './contract.ts';
import { storeStatus } from './store-status.ts';

/**
 * Has the status page of a provider read every minute from now on, after it was read once: an address that has no
 * `summary.json` of Statuspage is refused. 409 `status_page_exists` where the project reads one of that provider; 422
 * `url_not_allowed`, and `no_status_page` with what the address responded.
 */
export async function addStatusPage(ctx: Ctx, input: z.output<typeof statusPageInput>): Promise<{ id: string }> {
  const { provider } = input;
  const url = allowedUrl(ctx.egress, '/url', input.url);
  const exists = () =>
    conflict('status_page_exists', `The status page of ${provider} is read already. Remove it first.`);
  const of = and(eq(statusPage.projectId, ctx.project.id), eq(statusPage.provider, provider));
  const known = await ctx.db.select({ id: statusPage.id }).from(statusPage).where(of);
  if (known.length > 0) throw exists();
  const asked = await askStatusPage(ctx, url);
  if ('problem' in asked) throw invalid('/url', 'no_status_page', `/url has no status page. ${asked.problem}`);
  return inTransaction(ctx, async (ctx) => {
    const now = ctx.clock.now();
    const row = { id: newId(), projectId: ctx.project.id, provider, url, askedAt: now, createdAt: now };
    const added = await ctx.db.insert(statusPage).values(row).onConflictDoNothing().returning({ id: statusPage.id });
    if (added.length === 0) throw exists();
    await storeStatus(ctx, { page: row, summary: asked.summary });
    const object = { kind: 'status_page', id: row.id };
    await appendAudit(ctx, { action: 'status_page.add', object, detail: { provider, url } });
    return { id: row.id };
  });
}

/** Ends the reading of a status page and forgets the incidents of its provider; the feed of changes keeps them. 404 unknown. */
export async function removeStatusPage(ctx: Ctx, { provider }: { provider: string }): Promise<{ id: string }> {
  return inTransaction(ctx, async (ctx) => {
    const projectId = ctx.project.id;
    const [row] = await ctx.db
      .delete(statusPage)
      .where(and(eq(statusPage.projectId, projectId), eq(statusPage.provider, provider)))
      .returning({ id: statusPage.id, url: statusPage.url });
    if (!row) throw notFound();
    await ctx.db
      .delete(providerIncident)
      .where(and(eq(providerIncident.projectId, projectId), eq(providerIncident.provider, provider)));
    const object = { kind: 'status_page', id: row.id };
    await appendAudit(ctx, { action: 'status_page.remove', object, detail: { provider, url: row.url } });
    return { id: row.id };
  });
}
