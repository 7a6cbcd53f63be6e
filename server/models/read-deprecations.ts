import type { Ctx } from '#server/platform/context.ts';
import { type LeavingSubject, readSubjects } from './deprecations/read-subjects.ts';
import { daysUntil, type ModelStatus, modelStatus } from './domain/status.ts';

/** Days before its date from which a deprecation is `imminent`. */
const IMMINENT_DAYS = 30;

/** `replacement`: the fallback of the registry, else what the list of deprecations recommends, in its vendor's words. */
export type Leaving = LeavingSubject & { status: ModelStatus; date: string; days: number; replacement: string | null };
export type Deprecations = { deprecated: Leaving[]; imminent: Leaving[]; upcoming: Leaving[] };

/**
 * Models that retire, by date: retired, within 30 days, within `withinDays`. Registered ones, and those
 * that serve without being registered and are certainly in the list.
 */
export async function readDeprecations(
  ctx: Pick<Ctx, 'db' | 'project' | 'clock'>,
  withinDays: number,
): Promise<Deprecations> {
  const now = ctx.clock.now();
  const leaving = (await readSubjects(ctx))
    .flatMap((subject): Leaving[] => {
      const { life, fallback } = subject;
      const date = life.retirementDate ?? life.deprecationDate;
      if (date === null) return [];
      const replacement = fallback ?? life.entry?.replacement ?? null;
      return [{ ...subject, replacement, date, days: daysUntil(date, now), status: modelStatus(life, now) }];
    })
    .sort((a, b) => a.days - b.days);
  return {
    deprecated: leaving.filter((row) => row.days <= 0),
    imminent: leaving.filter((row) => row.days > 0 && row.days <= IMMINENT_DAYS),
    upcoming: leaving.filter((row) => row.days > IMMINENT_DAYS && row.days <= withinDays),
  };
}
