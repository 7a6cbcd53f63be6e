import { and, desc, eq, gte } from 'drizzle-orm';
import { alert } from '#db/schema/alerts.ts';
import { incomingSource, providerIncident, statusPage } from '#db/schema/incoming.ts';
import { model } from '#db/schema/models.ts';
import type { Ctx } from '#server/platform/context.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { OFFERED_PAGES } from './domain/offered-pages.ts';
import { providerOf } from './domain/provider-of.ts';
import { usOrThem } from './domain/us-or-them.ts';

const DAYS = 14;
const ROWS_MAX = 100;
/** Alerts that are compared; the newest. */
const COMPARED_MAX = 20;

/**
 * What the page of alerts from outside shows: what each sender last sent, the status pages with the incidents of the last
 * 14 days, those that may be added, and the newest alerts of a provider beside what their page said. Five index ranges.
 */
export async function readIncomingPage(ctx: Ctx) {
  const now = ctx.clock.now();
  const since = new Date(now.getTime() - DAYS * DAY_MS);
  const projectId = ctx.project.id;
  const [sources, pages, incidents, alerts, models] = await Promise.all([
    ctx.db.select().from(incomingSource).where(eq(incomingSource.projectId, projectId)),
    ctx.db.select().from(statusPage).where(eq(statusPage.projectId, projectId)).orderBy(statusPage.provider),
    ctx.db
      .select()
      .from(providerIncident)
      .where(and(eq(providerIncident.projectId, projectId), gte(providerIncident.announcedAt, since)))
      .orderBy(desc(providerIncident.announcedAt))
      .limit(ROWS_MAX),
    ctx.db
      .select({
        ...{ id: alert.id, title: alert.title, severity: alert.severity, labels: alert.labels, model: alert.model },
        ...{ openedAt: alert.openedAt, resolvedAt: alert.resolvedAt },
      })
      .from(alert)
      .where(and(eq(alert.projectId, projectId), gte(alert.openedAt, since)))
      .orderBy(desc(alert.openedAt))
      .limit(ROWS_MAX),
    ctx.db
      .select({ provider: model.provider, modelId: model.modelId })
      .from(model)
      .where(eq(model.projectId, projectId)),
  ]);
  const inUse = new Set(models.map(({ provider }) => provider));
  const added = new Set(pages.map(({ provider }) => provider));
  return {
    sources: sources.map(({ projectId: _, ...source }) => source),
    pages: pages.map(({ projectId: _, createdAt: _c, ...page }) => page),
    incidents: incidents.map(({ projectId: _, ...incident }) => incident),
    offers: OFFERED_PAGES.filter(({ provider }) => !added.has(provider)).map((offer) => ({
      ...offer,
      isInUse: inUse.has(offer.provider),
    })),
    compared: alerts
      .flatMap(({ labels, model, ...rest }) => {
        const provider = providerOf({ labels, model }, models);
        if (provider === null) return [];
        const page = pages.find((each) => each.provider === provider) ?? null;
        const theirs = incidents.filter((each) => each.provider === provider);
        return [{ ...rest, provider, ...usOrThem(rest, { page, incidents: theirs, now }) }];
      })
      .slice(0, COMPARED_MAX),
  };
}
