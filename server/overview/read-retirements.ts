import type { ProofState } from '#server/gates/domain/fallback-proof.ts';
import { readFallbackProofs } from '#server/gates/read-fallback-proofs.ts';
import { planCalendar } from '#server/models/deprecations/domain/calendar.ts';
import { type LeavingSubject, readServingSubjects } from '#server/models/deprecations/read-subjects.ts';
import type { Ctx } from '#server/platform/context.ts';

/** A model that serves and retires within 180 days, or retired and still serves. */
export type Retirement = Pick<LeavingSubject, 'name' | 'provider' | 'modelId' | 'registered'> & {
  retiresOn: string;
  /** 0 and less: it is retired. */
  days: number;
  /** Number of prompts that it serves. */
  prompts: number;
  /** The worst proof of its fallback over those prompts; null where it has no fallback. */
  proof: ProofState | 'retires_earlier' | null;
};

/** Soonest first. Two reads of what serves; where one of them retires, also the proofs of fallbacks. */
export async function readRetirements(ctx: Ctx): Promise<Retirement[]> {
  const { leaving } = planCalendar(await readServingSubjects(ctx), ctx.clock.now());
  if (leaving.length === 0) return [];
  const proofs = await readFallbackProofs(ctx);
  return leaving.map(({ subject, retiresOn, days }) => {
    const { name, provider, modelId, registered, places } = subject;
    const proof = proofs.find((each) => each.provider === provider && each.modelId === modelId);
    return {
      ...{ name, provider, modelId, registered, retiresOn, days },
      prompts: new Set(places.map(({ prompt }) => prompt)).size,
      proof: proof === undefined ? null : proof.refusal === null ? proof.state : 'retires_earlier',
    };
  });
}
