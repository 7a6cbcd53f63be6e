import { and, desc, eq, lte } from 'drizzle-orm';
import { environment } from '#db/schema/projects.ts';
import { promotion } from '#db/schema/promotions.ts';
import { deployment, prompt } from '#db/schema/prompts.ts';
import type { GateView } from '#server/gates/read-verdict.ts';
import { readVerdict } from '#server/gates/read-verdict.ts';
import type { IncidentRow } from '#server/incidents/find-incident.ts';
import type { ReadCtx } from '#server/platform/context.ts';
import { isUuid } from '#server/platform/ids.ts';

type Variant = { version: number; provider: string | null; model: string | null; digest: string };

/** The promotion that preceded an incident with what its gate decided: the version that went bad and the one before. */
export type PrecedingGate = {
  promotionId: string;
  promptId: string;
  prompt: string;
  verdict: GateView;
  after: Variant;
  /** Null: a first release. */
  before: Variant | null;
};

/**
 * The gate that let through what served when an incident began: of the newest deployment of its prompt (and version and
 * environment, where it names them) until then, else of the promotion that is its trigger. Null where nothing was promoted:
 * no gate decided then. Five rows by index.
 */
export async function findGate(ctx: ReadCtx, row: IncidentRow): Promise<PrecedingGate | null> {
  const id = row.prompt === null ? promotionOfPath(row.trigger?.path) : await servedBy(ctx, row);
  if (id === null) return null;
  const [found] = await ctx.db
    .select({ promotion, prompt: prompt.name })
    .from(promotion)
    .innerJoin(prompt, eq(prompt.id, promotion.promptId))
    .where(and(eq(promotion.projectId, ctx.project.id), eq(promotion.id, id)));
  if (!found || found.promotion.gateVerdictId === null) return null;
  const { promotion: asked } = found;
  const verdict = await readVerdict(ctx, found.promotion.gateVerdictId);
  if (verdict === null) return null;
  const { version, provider, model, variantDigest: digest, promptId } = asked;
  const before = await readBefore(ctx, asked.baselineDeploymentId);
  return {
    promotionId: asked.id,
    promptId,
    prompt: found.prompt,
    verdict,
    after: { version, provider, model, digest },
    before,
  };
}

function promotionOfPath(path: string | undefined): string | null {
  const id = /^\/promotions\/([^/?#]+)$/.exec(path ?? '')?.[1] ?? '';
  return isUuid(id) ? id : null;
}

/** The promotion of what served when the incident began; null where it was deployed in another way, or nothing served. */
async function servedBy(ctx: ReadCtx, row: IncidentRow): Promise<string | null> {
  const [served] = await ctx.db
    .select({ promotionId: deployment.promotionId, kind: deployment.kind })
    .from(deployment)
    .innerJoin(prompt, eq(prompt.id, deployment.promptId))
    .innerJoin(environment, eq(environment.id, deployment.environmentId))
    .where(
      and(
        ...[eq(deployment.projectId, ctx.project.id), eq(prompt.name, row.prompt ?? '')],
        lte(deployment.since, row.impactStartAt ?? row.detectedAt ?? row.openedAt),
        row.version === null ? undefined : eq(deployment.version, row.version),
        row.environment === null ? undefined : eq(environment.name, row.environment),
      ),
    )
    .orderBy(desc(deployment.since), desc(deployment.seq))
    .limit(1);
  return served?.kind === 'promotion' ? served.promotionId : null;
}

async function readBefore(ctx: ReadCtx, id: string | null): Promise<Variant | null> {
  if (id === null) return null;
  const [row] = await ctx.db
    .select()
    .from(deployment)
    .where(and(eq(deployment.projectId, ctx.project.id), eq(deployment.id, id)));
  if (!row) return null;
  return { version: row.version, provider: row.provider, model: row.model, digest: row.variantDigest };
}
