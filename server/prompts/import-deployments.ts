import { and, asc, eq, inArray, ne } from 'drizzle-orm';
import type { ActorRecord } from '#db/schema/columns.ts';
import { deployment, promptVersion } from '#db/schema/prompts.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import { recordChange } from '#server/audit/record-change.ts';
import type { Ctx, ReadCtx } from '#server/platform/context.ts';
import { type FieldError, invalidFields } from '#server/platform/faults.ts';
import { newId } from '#server/platform/ids.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { readEnvironments } from '#server/projects/read-environments.ts';
import type { ImportDeployments } from './contract.ts';
import { modelText } from './domain/variant.ts';
import { lockPrompt, type PromptRow } from './find-prompt.ts';
import type { DeploymentRow } from './read-serving.ts';
import { resolveVariant } from './variant.ts';

type NewRow = typeof deployment.$inferInsert & { environment: string };

/**
 * Writes history from before this installation: rows and marks on the charts; what serves is not changed. All or none:
 * 422 names each entry whose environment or version is unknown, that lies in the future, or that is not older than the
 * first deployment made here. Returns how many entries were `imported`, and how many were `unchanged` because an
 * earlier import wrote them.
 */
export async function importDeployments(
  ctx: Ctx,
  name: string,
  input: ImportDeployments,
): Promise<{ imported: number; unchanged: number }> {
  return inTransaction(ctx, async (ctx) => {
    const prompt = await lockPrompt(ctx, name);
    const rows = await toRows(ctx, prompt, input);
    const known = await ctx.db
      .select()
      .from(deployment)
      .where(
        and(
          eq(deployment.projectId, ctx.project.id),
          eq(deployment.promptId, prompt.id),
          eq(deployment.kind, 'imported'),
        ),
      );
    const seen = new Set(known.map(identity));
    const fresh = rows.filter((row) => !seen.has(identity(row)));
    for (const { environment, ...row } of fresh) {
      await ctx.db.insert(deployment).values(row);
      const model = modelText({ provider: row.provider ?? null, model: row.model ?? null });
      await recordChange(ctx, {
        at: row.since,
        kind: 'deployment',
        environment,
        prompt: name,
        ...(model === null ? {} : { model }),
        title: `${name} v${row.version} served in ${environment}${model === null ? '' : ` on ${model}`} (${row.actor.name})`,
        path: `/prompts/${encodeURIComponent(name)}?tab=history`,
        imported: true,
      });
    }
    if (fresh.length > 0) {
      await appendAudit(ctx, {
        action: 'prompt.import_history',
        object: { kind: 'prompt', id: prompt.id },
        detail: { prompt: name, deployments: fresh.length },
      });
    }
    return { imported: fresh.length, unchanged: rows.length - fresh.length };
  });
}

const identity = (
  row: Pick<DeploymentRow, 'environmentId' | 'versionId' | 'variantDigest' | 'since' | 'actor'>,
): string => JSON.stringify([row.environmentId, row.versionId, row.variantDigest, row.since.getTime(), row.actor.name]);

async function toRows(ctx: InTx, prompt: PromptRow, { deployments }: ImportDeployments): Promise<NewRow[]> {
  const environments = new Map((await readEnvironments(ctx)).map((row) => [row.name, row]));
  const numbers = [...new Set(deployments.map((entry) => entry.version))];
  const versions = await ctx.db
    .select()
    .from(promptVersion)
    .where(
      and(
        eq(promptVersion.projectId, ctx.project.id),
        eq(promptVersion.promptId, prompt.id),
        inArray(promptVersion.number, numbers),
      ),
    );
  const firstNative = await readFirstNative(ctx, prompt.id);
  const now = ctx.clock.now();
  const errors: FieldError[] = [];
  const rows: NewRow[] = [];
  for (const [i, entry] of deployments.entries()) {
    const environment = environments.get(entry.environment);
    const version = versions.find((row) => row.number === entry.version);
    const at = new Date(entry.at);
    const first = environment === undefined ? undefined : firstNative.get(environment.id);
    const refuse = (field: string, code: string, message: string) => {
      errors.push({ path: `/deployments/${i}/${field}`, code, message: `/deployments/${i}/${field}: ${message}` });
    };
    if (!environment) refuse('environment', 'unknown_environment', `there is no environment ${entry.environment}.`);
    if (!version) refuse('version', 'unknown_version', `this prompt has no version ${entry.version}.`);
    if (at > now) refuse('at', 'in_the_future', 'an imported deployment must be in the past.');
    if (first && at >= first)
      refuse(
        'at',
        'after_first_deployment',
        `an imported deployment must be older than the first one made here, at ${first.toISOString()}.`,
      );
    if (!environment || !version) continue;
    const { digest, ...variant } = await resolveVariant(ctx, version, entry.model);
    const actor: ActorRecord = { kind: 'imported', id: null, name: entry.actor };
    rows.push({
      id: newId(),
      projectId: ctx.project.id,
      promptId: prompt.id,
      environmentId: environment.id,
      environment: environment.name,
      versionId: version.id,
      version: version.number,
      ...variant,
      variantDigest: digest,
      kind: 'imported',
      actor,
      since: at,
    });
  }
  if (errors.length > 0) throw invalidFields(errors);
  return [...new Map(rows.map((row) => [identity(row), row])).values()].sort(
    (a, b) => a.since.getTime() - b.since.getTime(),
  );
}

/** When each environment got its first deployment that was not imported, by environment id. */
async function readFirstNative(ctx: InTx<ReadCtx>, promptId: string): Promise<Map<string, Date>> {
  const rows = await ctx.db
    .selectDistinctOn([deployment.environmentId], { environmentId: deployment.environmentId, since: deployment.since })
    .from(deployment)
    .where(
      and(eq(deployment.projectId, ctx.project.id), eq(deployment.promptId, promptId), ne(deployment.kind, 'imported')),
    )
    .orderBy(deployment.environmentId, asc(deployment.since));
  return new Map(rows.map((row) => [row.environmentId, row.since]));
}
