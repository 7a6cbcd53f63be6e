import { procedure, router } from '#server/platform/trpc.ts';
import { takeHumanScoredInput } from './contract.ts';
import { readAnchorsPanel } from './read-anchors.ts';
import { takeHumanScored } from './write-anchors.ts';

/** Anchors for our own pages. */
export const anchorsRouter = router({
  panel: procedure('anchor.read').query(({ ctx }) => readAnchorsPanel(ctx)),
  takeHumanScored: procedure('anchor.write')
    .input(takeHumanScoredInput)
    .mutation(({ ctx, input: { project: _, ...given } }) => takeHumanScored(ctx, given)),
});
