import { z } from 'zod';
import { CURSOR_CHARS_MAX, ROWS_DEFAULT, ROWS_MAX } from '#server/platform/pure/page-size.ts';
import { procedure, router } from '#server/platform/trpc.ts';
import { PROMOTION_GROUPS } from '#server/promotions/domain/promotion-machine.ts';
import { nameSchema, versionNumberSchema } from '#server/prompts/contract.ts';
import { createPromotion } from './actions/create-promotion.ts';
import { PROMOTION_HANDLERS } from './actions/promotion-handlers.ts';
import { createPromotionBody, promotionActionInput, promotionStatusSchema } from './contract.ts';
import { readPromotionForPage } from './reads/read-promotion-for-page.ts';
import { readPromotionState } from './reads/read-promotion-state.ts';
import { readPromotionsForPage } from './reads/read-promotions-for-page.ts';
import { readRequestForm } from './reads/read-request-form.ts';
import { readWaitsForMe } from './reads/read-waiting.ts';

const action = (name: keyof typeof PROMOTION_HANDLERS) =>
  procedure(PROMOTION_HANDLERS[name].permission)
    .input(promotionActionInput)
    .mutation(({ ctx, input }) => PROMOTION_HANDLERS[name].handle(ctx, input));

/** Promotions for our own pages. Every action returns the status and revision that the promotion has then. */
export const promotionsRouter = router({
  list: procedure('promotion.read')
    .input(
      z.object({
        group: z.enum(PROMOTION_GROUPS).default('all'),
        status: promotionStatusSchema.optional(),
        prompt: nameSchema.optional(),
        to: z.string().max(60).optional(),
        cursor: z.string().max(CURSOR_CHARS_MAX).optional(),
        limit: z.int().min(1).max(ROWS_MAX).default(ROWS_DEFAULT),
      }),
    )
    .query(({ ctx, input }) => readPromotionsForPage(ctx, input)),
  waitsForMe: procedure('promotion.read').query(({ ctx }) => readWaitsForMe(ctx)),
  detail: procedure('promotion.read')
    .input(z.object({ id: z.string().max(40) }))
    .query(({ ctx, input }) => readPromotionForPage(ctx, input.id)),
  state: procedure('promotion.read')
    .input(z.object({ id: z.string().max(40) }))
    .query(({ ctx, input }) => readPromotionState(ctx, input.id)),
  requestForm: procedure('promotion.read')
    .input(
      z.object({
        prompt: nameSchema,
        version: versionNumberSchema.optional(),
        model: z.string().max(300).optional(),
        to: z.string().max(60).optional(),
      }),
    )
    .query(({ ctx, input }) => readRequestForm(ctx, input)),
  create: procedure('promotion.request')
    .input(createPromotionBody.loose())
    .mutation(({ ctx, input }) => createPromotion(ctx, input)),
  approve: action('approve'),
  reject: action('reject'),
  cancel: action('cancel'),
  recheck: action('recheck'),
  pause: action('pause'),
  resume: action('resume'),
  advance: action('advance'),
  rollback: action('rollback'),
});
