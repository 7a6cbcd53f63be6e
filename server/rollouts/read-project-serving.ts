import { and, asc, eq, gt, inArray, isNull } from 'drizzle-orm';
import { environment } from '#db/schema/projects.ts';
import { deployment, prompt, promptVersion, serving, servingRevision } from '#db/schema/prompts.ts';
import { restriction } from '#db/schema/rollouts.ts';
import { readLifecycles } from '#server/models/read-lifecycles.ts';
import type { DbCtx, Services } from '#server/platform/context.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import type { Restriction } from './domain/restriction.ts';
import type { ProjectServing, ServingEntry } from './domain/serving-entry.ts';

/** Revision of every project of the whole installation in which something was ever deployed. One row a project. */
export async function readRevisions({ db }: DbCtx): Promise<Map<number, number>> {
  const rows = await db.select().from(servingRevision);
  return new Map(rows.map((row) => [row.projectId, row.revision]));
}

/**
 * Everything that serves in a project, read at one moment together with its revision. Deployments never change, so
 * entries of `known` are kept: what is read is the pointers, what is new among them, and the dates of their models, which
 * people change: an entry whose model got another date is another entry. Restrictions that are over are left out.
 */
export async function readProjectServing(
  ctx: Pick<Services, 'db' | 'clock'>,
  projectId: number,
  known: ReadonlyMap<string, ServingEntry>,
): Promise<ProjectServing> {
  const now = ctx.clock.now();
  return inTransaction(
    ctx,
    async (ctx) => {
      const [head] = await ctx.db.select().from(servingRevision).where(eq(servingRevision.projectId, projectId));
      const pointers = await ctx.db
        .select({ deploymentId: serving.deploymentId })
        .from(serving)
        .where(eq(serving.projectId, projectId));
      const ids = pointers.map((row) => row.deploymentId);
      const fresh = await readEntries(ctx, { projectId, deploymentIds: ids.filter((id) => !known.has(id)) });
      const served = ids.flatMap((id) => known.get(id) ?? fresh.get(id) ?? []);
      const entries = await withLifecycles(ctx, projectId, served);
      const restrictions = await readRestrictions(ctx, projectId, now);
      return { projectId, revision: head?.revision ?? 0, restrictions, entries };
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

/** What is held back in a project at `now`, oldest first: one index range. */
async function readRestrictions(ctx: InTx<DbCtx>, projectId: number, now: Date): Promise<Restriction[]> {
  const rows = await ctx.db
    .select()
    .from(restriction)
    .where(and(eq(restriction.projectId, projectId), gt(restriction.endsAt, now), isNull(restriction.liftedAt)))
    .orderBy(asc(restriction.startsAt), asc(restriction.id));
  return rows.flatMap(({ userKey, prompt, environment, charsMax, endsAt }): Restriction[] => {
    const end = { endsAt: endsAt.getTime() };
    if (userKey !== null) return [{ kind: 'user', user: userKey, ...end }];
    if (prompt === null || environment === null || charsMax === null) return [];
    return [{ kind: 'input', prompt, environment, charsMax, ...end }];
  });
}

async function withLifecycles(
  ctx: InTx<DbCtx>,
  projectId: number,
  entries: readonly ServingEntry[],
): Promise<ServingEntry[]> {
  const models = entries.map(({ arms }) => arms[0].variant);
  const lifecycleOf = await readLifecycles(ctx, { projectId, models });
  return entries.map((entry) => {
    const lifecycle = lifecycleOf(entry.arms[0].variant);
    const { deprecation = null, sunset = null } = entry.lifecycle ?? {};
    const same = deprecation === lifecycle.deprecation && sunset === lifecycle.sunset;
    return same ? entry : { ...entry, lifecycle };
  });
}

/** Most ids of one statement: the driver allows 65,534 parameters. */
const CHUNK = 10_000;

async function readEntries(
  ctx: InTx<DbCtx>,
  { projectId, deploymentIds }: { projectId: number; deploymentIds: string[] },
): Promise<Map<string, ServingEntry>> {
  const entries = new Map<string, ServingEntry>();
  for (let at = 0; at < deploymentIds.length; at += CHUNK) {
    const rows = await ctx.db
      .select({
        deploymentId: deployment.id,
        prompt: prompt.name,
        environment: environment.name,
        version: deployment.version,
        digest: promptVersion.digest,
        template: promptVersion.template,
        messages: promptVersion.messages,
        provider: deployment.provider,
        model: deployment.model,
        settings: deployment.settings,
        variantDigest: deployment.variantDigest,
      })
      .from(deployment)
      .innerJoin(promptVersion, eq(promptVersion.id, deployment.versionId))
      .innerJoin(prompt, eq(prompt.id, deployment.promptId))
      .innerJoin(environment, eq(environment.id, deployment.environmentId))
      .where(and(eq(deployment.projectId, projectId), inArray(deployment.id, deploymentIds.slice(at, at + CHUNK))));
    for (const { deploymentId, prompt: name, environment: env, settings, ...variant } of rows) {
      entries.set(deploymentId, {
        deploymentId,
        prompt: name,
        environment: env,
        arms: [{ arm: 'stable', variant: { ...variant, config: settings } }],
      });
    }
  }
  return entries;
}
