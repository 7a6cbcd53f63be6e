import { and, desc, eq, inArray, isNotNull, ne } from 'drizzle-orm';
import { evalRun } from '#db/schema/evals.ts';
import { gateVerdict } from '#db/schema/gates.ts';
import { type Fallback, readFallbacks } from '#server/models/read-fallbacks.ts';
import type { Ctx } from '#server/platform/context.ts';
import { type ProofState, proofOf, type Trial, worstProof } from './domain/fallback-proof.ts';

/** How a fallback stands for one prompt that the model serves. */
export type PromptProof = {
  prompt: string;
  environment: string;
  version: number;
  state: ProofState;
  /** The newest gate of the fallback on this prompt, and the version it was of. */
  at: Date | null;
  ofVersion: number | null;
};

export type FallbackProof = Pick<Fallback, 'provider' | 'modelId' | 'to' | 'refusal'> & {
  /** The worst of all prompts. */
  state: ProofState;
  prompts: PromptProof[];
};

/**
 * For every model with a fallback, whether that is proven: by the newest gate verdict, against something that served, of
 * the same prompt with the fallback's model. A prompt counts once, by the last environment in which the model serves it.
 */
export async function readFallbackProofs(ctx: Ctx): Promise<FallbackProof[]> {
  const fallbacks = await readFallbacks(ctx);
  const trials = await readTrials(ctx, [
    ...new Set(fallbacks.flatMap(({ places }) => places.map(({ promptId }) => promptId))),
  ]);
  const now = ctx.clock.now();
  return fallbacks.map(({ provider, modelId, to, refusal, places }) => {
    const last = new Map(places.map((place) => [place.promptId, place]));
    const prompts = [...last.values()].map(({ promptId, prompt, environment, version }): PromptProof => {
      const trial = trials.get(trialKey(promptId, to)) ?? null;
      const state = proofOf(trial, version, now);
      return { prompt, environment, version, state, at: trial?.at ?? null, ofVersion: trial?.version ?? null };
    });
    return { provider, modelId, to, refusal, state: worstProof(prompts.map(({ state }) => state)), prompts };
  });
}

const trialKey = (promptId: string, { provider, model }: { provider: string | null; model: string | null }): string =>
  JSON.stringify([promptId, provider, model]);

/**
 * The newest verdict by prompt and candidate's model. A verdict holds the digest of its variant; which model that is, its
 * runs say. Verdicts without a baseline, or on what served already, prove nothing.
 */
async function readTrials(ctx: Ctx, promptIds: readonly string[]): Promise<Map<string, Trial>> {
  if (promptIds.length === 0) return new Map();
  const variants = ctx.db
    .selectDistinctOn([evalRun.variantDigest], {
      digest: evalRun.variantDigest,
      provider: evalRun.provider,
      model: evalRun.model,
      version: evalRun.version,
    })
    .from(evalRun)
    .where(and(eq(evalRun.projectId, ctx.project.id), inArray(evalRun.promptId, [...promptIds])))
    .as('variant');
  const rows = await ctx.db
    .selectDistinctOn([gateVerdict.promptId, variants.provider, variants.model], {
      promptId: gateVerdict.promptId,
      provider: variants.provider,
      model: variants.model,
      version: variants.version,
      verdict: gateVerdict.verdict,
      at: gateVerdict.at,
    })
    .from(gateVerdict)
    .innerJoin(variants, eq(variants.digest, gateVerdict.candidateDigest))
    .where(
      and(
        eq(gateVerdict.projectId, ctx.project.id),
        inArray(gateVerdict.promptId, [...promptIds]),
        isNotNull(gateVerdict.baselineDigest),
        ne(gateVerdict.baselineDigest, gateVerdict.candidateDigest),
      ),
    )
    .orderBy(gateVerdict.promptId, variants.provider, variants.model, desc(gateVerdict.at));
  return new Map(rows.map((row) => [trialKey(row.promptId, row), row]));
}
