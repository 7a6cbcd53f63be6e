import { and, eq, gte } from 'drizzle-orm';
import { alert } from '#db/schema/alerts.ts';
import { incidentLink } from '#db/schema/incidents.ts';
import { providerIncident } from '#db/schema/incoming.ts';
import { model } from '#db/schema/models.ts';
import { providerOf } from '#server/alerts/incoming/domain/provider-of.ts';
import { usOrThem } from '#server/alerts/incoming/domain/us-or-them.ts';
import type { Ctx } from '#server/platform/context.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';

/** Incidents of providers that were announced earlier than this before the first alert are not looked at. */
const BEFORE_MS = 14 * DAY_MS;

/**
 * Whether a provider announced an incident beside an alert of theirs that belongs to an incident, as the page of alerts
 * from outside compares them. Three reads by index.
 */
export async function readProviderSide(ctx: Ctx, incidentId: string): Promise<boolean> {
  const alerts = await ctx.db
    .select({ labels: alert.labels, model: alert.model, openedAt: alert.openedAt, resolvedAt: alert.resolvedAt })
    .from(incidentLink)
    .innerJoin(alert, eq(alert.id, incidentLink.alertId))
    .where(and(eq(alert.projectId, ctx.project.id), eq(incidentLink.incidentId, incidentId)));
  if (alerts.length === 0) return false;
  const first = Math.min(...alerts.map(({ openedAt }) => openedAt.getTime()));
  const projectId = ctx.project.id;
  const [announced, models] = await Promise.all([
    ctx.db
      .select()
      .from(providerIncident)
      .where(
        and(eq(providerIncident.projectId, projectId), gte(providerIncident.announcedAt, new Date(first - BEFORE_MS))),
      ),
    ctx.db
      .select({ provider: model.provider, modelId: model.modelId })
      .from(model)
      .where(eq(model.projectId, projectId)),
  ]);
  return alerts.some((one) => {
    const provider = providerOf(one, models);
    const incidents = announced.filter((each) => each.provider === provider);
    return provider !== null && usOrThem(one, { page: null, incidents, now: ctx.clock.now() }).verdict === 'them';
  });
}
