import { z } from 'zod';
import { notFound } from '#server/platform/faults.ts';
import { procedure, router } from '#server/platform/trpc.ts';
import { nameSchema } from '#server/prompts/contract.ts';
import { findPrompt } from '#server/prompts/find-prompt.ts';
import { readCompareForPage } from './compare-page.ts';
import { gatePolicyInput } from './contract.ts';
import { policyForPage } from './policy-shape.ts';
import { readFallbackProofs } from './read-fallback-proofs.ts';
import { readPolicy } from './read-policy.ts';
import { readVerdict } from './read-verdict.ts';
import { readVersionVerdicts } from './read-version-verdicts.ts';
import { updatePolicy } from './update-policy.ts';

/** Gates for our own pages. */
export const gatesRouter = router({
  policy: procedure('gate.read')
    .input(z.object({ prompt: nameSchema }))
    .query(async ({ ctx, input }) => {
      const prompt = await findPrompt(ctx, input.prompt);
      return policyForPage(await readPolicy(ctx, prompt.id));
    }),
  updatePolicy: procedure('gate.policy')
    .input(gatePolicyInput)
    .mutation(async ({ ctx, input }) => policyForPage(await updatePolicy(ctx, input))),
  verdict: procedure('gate.read')
    .input(z.object({ id: z.string().max(40) }))
    .query(async ({ ctx, input }) => {
      const verdict = await readVerdict(ctx, input.id);
      if (!verdict) throw notFound();
      return verdict;
    }),
  versionVerdicts: procedure('gate.read')
    .input(z.object({ prompt: nameSchema }))
    .query(({ ctx, input }) => readVersionVerdicts(ctx, input.prompt)),
  fallbackProofs: procedure('gate.read').query(({ ctx }) => readFallbackProofs(ctx)),
  compareSummary: procedure('gate.read')
    .input(z.object({ run: z.string().max(40), baseline: z.string().max(40) }))
    .query(({ ctx, input }) => readCompareForPage(ctx, input)),
});
