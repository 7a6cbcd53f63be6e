import { and, desc, eq, inArray } from 'drizzle-orm';
import { promotion } from '#db/schema/promotions.ts';
import { promptVersion } from '#db/schema/prompts.ts';
import { evaluateGate } from '#server/gates/evaluate-gate.ts';
import { readPolicy } from '#server/gates/read-policy.ts';
import { promotionRefusal } from '#server/models/read-standing.ts';
import type { Ctx } from '#server/platform/context.ts';
import { type Environment, readEnvironments } from '#server/projects/read-environments.ts';
import { OPEN_STATUSES } from '#server/promotions/domain/promotion-machine.ts';
import { requiredApprovalsOf } from '#server/promotions/domain/required-approvals.ts';
import { findPrompt, type PromptRow } from '#server/prompts/find-prompt.ts';
import { selectVersion } from '#server/prompts/find-version.ts';
import { readServingOf } from '#server/prompts/read-serving.ts';
import { resolveVariant } from '#server/prompts/variant.ts';
import { weakenedAmong } from './weakened-among.ts';

const VERSIONS_MAX = 50;

export type RequestFormInput = { prompt: string; version?: number; model?: string; to?: string };

/**
 * What the form for a promotion shows: versions, targets with what serves there, and the verdict that the gate would
 * give now to the chosen version and target. Nothing is stored. 404 unknown prompt.
 */
export async function readRequestForm(ctx: Ctx, input: RequestFormInput) {
  const prompt = await findPrompt(ctx, input.prompt);
  const [environments, versions, policy] = await Promise.all([
    readEnvironments(ctx),
    readVersions(ctx, prompt),
    readPolicy(ctx, prompt.id),
  ]);
  const [serving, open] = await Promise.all([readServingOf(ctx, [prompt.id]), readOpen(ctx, prompt)]);
  const weakened = await weakenedAmong(
    ctx,
    environments.map(({ id }) => id),
  );
  const target = environments.find(({ name }) => name === input.to);
  return {
    prompt: { name: prompt.name, type: prompt.type },
    versions,
    environments: environments.map((environment) => ({
      name: environment.name,
      protected: environment.protected,
      requiredApprovals: requiredApprovalsOf(environment, policy, weakened.has(environment.id)),
      serving: serving.find((row) => row.environment === environment.name) ?? null,
      openPromotion: open.find((row) => row.environmentId === environment.id)?.id ?? null,
    })),
    /** Why the model of the chosen version needs a reason; null where it needs none. */
    modelGoes: await modelGoesOf(ctx, { prompt, input }),
    preview: target ? await previewOf(ctx, { prompt, environment: target, input }) : null,
  };
}

async function modelGoesOf(
  ctx: Ctx,
  { prompt, input }: { prompt: PromptRow; input: RequestFormInput },
): Promise<string | null> {
  const version = input.version === undefined ? null : await selectVersion(ctx, prompt.id, input.version);
  if (!version) return null;
  return (await promotionRefusal(ctx, await resolveVariant(ctx, version, input.model), null))?.message ?? null;
}

async function previewOf(
  ctx: Ctx,
  { prompt, environment, input }: { prompt: PromptRow; environment: Environment; input: RequestFormInput },
) {
  if (input.version === undefined) return null;
  const version = await selectVersion(ctx, prompt.id, input.version);
  if (!version) return null;
  const variant = await resolveVariant(ctx, version, input.model);
  return (await evaluateGate(ctx, { prompt, version, environment, variant })).decision;
}

function readVersions(ctx: Ctx, prompt: PromptRow) {
  return ctx.db
    .select({
      version: promptVersion.number,
      message: promptVersion.message,
      author: promptVersion.author,
      createdAt: promptVersion.createdAt,
      config: promptVersion.config,
    })
    .from(promptVersion)
    .where(and(eq(promptVersion.projectId, ctx.project.id), eq(promptVersion.promptId, prompt.id)))
    .orderBy(desc(promptVersion.number))
    .limit(VERSIONS_MAX);
}

function readOpen(ctx: Ctx, prompt: PromptRow) {
  return ctx.db
    .select({ id: promotion.id, environmentId: promotion.environmentId })
    .from(promotion)
    .where(
      and(
        eq(promotion.projectId, ctx.project.id),
        eq(promotion.promptId, prompt.id),
        inArray(promotion.status, [...OPEN_STATUSES]),
      ),
    );
}
