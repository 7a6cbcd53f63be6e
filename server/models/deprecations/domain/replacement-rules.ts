import { daysUntil } from '#server/models/domain/status.ts';
import type { Day } from './calendar-day.ts';
import { entryName } from './entry.ts';
import type { Match } from './match-deployed.ts';

/** Days before its retirement from which a promotion onto a model needs a reason. */
export const LAST_DAYS = 30;

/** Why a promotion or replacement is refused, as a sentence that names the date. */
export type Refusal = { code: 'retires_soon' | 'may_retire_soon' | 'replacement_retires_first'; message: string };

/** A model whose day people wrote in the registry. */
export type Dated = { kind: 'dated'; name: string; retiresOn: Day | null };

/** The days on which a match may retire, soonest first; none where nothing is announced or no day is known. */
function daysOf(match: Match | Dated): { name: string; retiresOn: Day }[] {
  if (match.kind === 'dated') {
    return match.retiresOn === null ? [] : [{ name: match.name, retiresOn: match.retiresOn }];
  }
  const entries = match.kind === 'none' ? [] : match.kind === 'ambiguous' ? match.candidates : [match.entry];
  return entries
    .flatMap((entry) => (entry.retiresOn === null ? [] : [{ name: entryName(entry), retiresOn: entry.retiresOn }]))
    .toSorted((a, b) => (a.retiresOn < b.retiresOn ? -1 : 1));
}

/** The soonest day on which a model retires or may retire, and which model that is; null where none is known. */
export const soonestOf = (match: Match | Dated): { name: string; retiresOn: Day } | null => daysOf(match)[0] ?? null;

/**
 * Why a promotion onto a model needs a reason: it retires within {@link LAST_DAYS} days, is retired, or may be such a
 * model. Null where no reason is needed or one is given.
 */
export function promotionProblem(match: Match | Dated, reason: string | null, now: Date): Refusal | null {
  if (reason !== null && reason.trim() !== '') return null;
  const [first] = daysOf(match);
  if (first === undefined) return null;
  const days = daysUntil(first.retiresOn, now);
  if (days > LAST_DAYS) return null;
  const when =
    days > 0
      ? `retires on ${first.retiresOn}, in ${days} ${days === 1 ? 'day' : 'days'}`
      : `retired on ${first.retiresOn}`;
  return match.kind === 'ambiguous'
    ? {
        code: 'may_retire_soon',
        message: `This may be ${first.name}, which ${when}. Name the exact model, or give a reason to promote onto it.`,
      }
    : {
        code: 'retires_soon',
        message: `${first.name} ${when}. Choose another model, or give a reason to promote onto it.`,
      };
}

/**
 * Why a model cannot replace one that retires: it is retired, or retires no later. Where the day of the retiring model
 * is unknown, only a retired replacement is refused. For an ambiguous replacement the soonest day counts, for an
 * ambiguous retiring model the latest. Null where it can.
 */
export function replacementProblem(leaving: Match | Dated, replacement: Match | Dated, now: Date): Refusal | null {
  const [first] = daysOf(replacement);
  if (first === undefined) return null;
  const refused = (why: string): Refusal => ({
    code: 'replacement_retires_first',
    message: `${replacement.kind === 'ambiguous' ? `It may be ${first.name}, which` : first.name} ${why}. Choose another replacement.`,
  });
  if (daysUntil(first.retiresOn, now) <= 0) return refused(`retired on ${first.retiresOn}`);
  const last = daysOf(leaving).at(-1);
  if (last === undefined || first.retiresOn > last.retiresOn) return null;
  const order = first.retiresOn === last.retiresOn ? 'the same day as' : `before`;
  return refused(
    `retires on ${first.retiresOn}, ${order} ${last.name}${order === 'before' ? ` (${last.retiresOn})` : ''}`,
  );
}
