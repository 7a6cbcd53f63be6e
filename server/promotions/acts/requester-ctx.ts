import type { Ctx } from '#server/platform/context.ts';
import type { PromotionRow } from './hold-promotion.ts';

/** The worker acting for who asked: what nobody else has to approve happens in the requester's name. */
export function requesterCtx(ctx: Ctx, { requestedBy }: Pick<PromotionRow, 'requestedBy'>): Ctx {
  const { kind, id, name, keyId } = requestedBy;
  if (kind === 'imported') return ctx;
  return { ...ctx, actor: { kind, id, name, role: 'editor', scopes: null, ...(keyId ? { keyId } : {}) } };
}
