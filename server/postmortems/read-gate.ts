import { and, desc, eq, gt, isNull, lte, or } from 'drizzle-orm';
import { gateVerdict } from '#db/schema/gates.ts';
import { environment } from '#db/schema/projects.ts';
import { approval, promotion } from '#db/schema/promotions.ts';
import { deployment, prompt } from '#db/schema/prompts.ts';
import { type GateView, verdictView } from '#server/gates/read-verdict.ts';
import type { IncidentRow } from '#server/incidents/find-incident.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import type { GateFacts, GateSet } from './domain/facts.ts';

/**
 * What the gate decided about the release that served the prompt of an incident when its impact began (or was detected).
 * Three reads by index.
 */
export async function readGate(ctx: ReadCtx, incident: IncidentRow): Promise<GateFacts> {
  if (incident.prompt === null) return { kind: 'no_prompt' };
  const at = incident.impactStartAt ?? incident.detectedAt ?? incident.openedAt;
  const [served] = await ctx.db
    .select({ deployment, environment: environment.name })
    .from(deployment)
    .innerJoin(prompt, eq(prompt.id, deployment.promptId))
    .innerJoin(environment, eq(environment.id, deployment.environmentId))
    .where(
      and(
        eq(deployment.projectId, ctx.project.id),
        eq(prompt.name, incident.prompt),
        incident.environment === null ? undefined : eq(environment.name, incident.environment),
        lte(deployment.since, at),
      ),
    )
    .orderBy(desc(deployment.since), desc(deployment.seq))
    .limit(1);
  if (!served) return { kind: 'nothing_served' };
  const { promotionId, version, since } = served.deployment;
  const title = `${incident.prompt} v${version} for ${served.environment}`;
  if (promotionId === null)
    return { kind: 'direct', title, at: since.getTime(), path: `/prompts/${encodeURIComponent(incident.prompt)}` };
  const path = `/promotions/${promotionId}`;
  const [found] = await ctx.db
    .select({ verdict: gateVerdict })
    .from(promotion)
    .innerJoin(gateVerdict, eq(gateVerdict.id, promotion.gateVerdictId))
    .where(and(eq(promotion.projectId, ctx.project.id), eq(promotion.id, promotionId)));
  if (!found) return { kind: 'no_verdict', title, at: since.getTime(), path };
  const [override] = await ctx.db
    .select({ name: approval.personName })
    .from(approval)
    .where(
      and(
        eq(approval.promotionId, promotionId),
        eq(approval.override, true),
        or(isNull(approval.voidedAt), gt(approval.voidedAt, since)),
      ),
    )
    .limit(1);
  return { ...factsOf(verdictView(found.verdict)), title, path, overriddenBy: override?.name ?? null };
}

function factsOf(view: GateView) {
  const { margin, marginKind } = view.rules;
  return {
    kind: 'verdict' as const,
    at: view.at.getTime(),
    verdict: view.verdict,
    note: view.note,
    margin: `${+(margin * 100).toFixed(4)} ${marginKind === 'relative' ? '% of the score before' : 'points of 100'}`,
    sets: view.datasets.map(
      ({ dataset, overall, categories }): GateSet => ({
        ...{ dataset, items: overall?.n ?? 0 },
        categories: categories.map(({ name, n, verdict, mayHide }) => ({ name, n, verdict, mayHide })),
      }),
    ),
    findings: view.reasons.map(({ sentence }) => sentence),
  };
}
