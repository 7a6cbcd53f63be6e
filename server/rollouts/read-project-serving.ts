import { and, eq, inArray } from 'drizzle-orm';
import { environment } from '#db/schema/projects.ts';
import { deployment, prompt, promptVersion, serving, servingRevision } from '#db/schema/prompts.ts';
import { readLifecycles } from '#server/models/read-lifecycles.ts';
import type { DbCtx } from '#server/platform/context.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import type { ProjectServing, ServingEntry } from './domain/serving-entry.ts';

/** Revision of every project of the whole installation in which something was ever deployed. One row a project. */
export async function readRevisions({ db }: DbCtx): Promise<Map<number, number>> {
  const rows = await db.select().from(servingRevision);
  return new Map(rows.map((row) => [row.projectId, row.revision]));
}

/**
 * Everything that serves in a project, read at one moment together with its revision. Deployments never change, so
 * entries of `known` are kept: what is read is the pointers, what is new among them, and the dates of their models, which
 * people change: an entry whose model got another date is another entry.
 */
export async function readProjectServing(
  ctx: DbCtx,
  projectId: number,
  known: ReadonlyMap<string, ServingEntry>,
): Promise<ProjectServing> {
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
      return { projectId, revision: head?.revision ?? 0, entries };
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
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
