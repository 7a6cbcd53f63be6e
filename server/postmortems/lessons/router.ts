import { z } from 'zod';
import { INT_MAX } from '#server/audit/contract.ts';
import { procedure, router } from '#server/platform/trpc.ts';
import { nameSchema } from '#server/prompts/contract.ts';
import { addCases } from './add-cases.ts';
import { casesBody } from './contract.ts';
import { readCases } from './read-cases.ts';
import { readLessons } from './read-lessons.ts';
import { readProposal } from './read-proposal.ts';
import { readReplay } from './read-replay.ts';
import { caseWire, inputsWire, lessonsWire, replayWire } from './wire.ts';

const number = z.int().min(1).max(INT_MAX);

/** What an incident leaves behind, for our own pages. */
export const lessonsRouter = router({
  inputs: procedure('incident.read')
    .input(z.object({ number, dataset: nameSchema.optional() }))
    .query(async ({ ctx, input }) =>
      inputsWire(await readProposal(ctx, { incident: String(input.number), dataset: input.dataset })),
    ),
  cases: procedure('incident.read')
    .input(z.object({ number }))
    .query(async ({ ctx, input }) => (await readCases(ctx, String(input.number))).map(caseWire)),
  addCases: procedure('incident.write')
    .input(z.object({ number, ...casesBody.shape }))
    .mutation(({ ctx, input: { number, ...asked } }) => addCases(ctx, String(number), asked)),
  replay: procedure('incident.read')
    .input(z.object({ number }))
    .query(async ({ ctx, input }) => replayWire(await readReplay(ctx, String(input.number)))),
  ofPromotion: procedure('promotion.read')
    .input(z.object({ id: z.string().max(40) }))
    .query(async ({ ctx, input }) => lessonsWire(await readLessons(ctx, input.id)).data),
});
