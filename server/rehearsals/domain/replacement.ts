import type { Day } from '#server/models/deprecations/domain/calendar-day.ts';
import type { Match } from '#server/models/deprecations/domain/match-deployed.ts';
import {
  type Dated,
  type Refusal,
  replacementProblem,
  soonestOf,
} from '#server/models/deprecations/domain/replacement-rules.ts';
import { daysUntil } from '#server/models/domain/status.ts';

/** A replacement that retires within this many days is refused: its prompts would have to move again at once. */
export const LASTS_DAYS_MIN = 90;

/** Replacements that one rehearsal compares. */
export const REPLACEMENTS_MAX = 3;

/**
 * Where a replacement comes from: chosen by the reader, the fallbacks of the registry one after another, or what the list
 * of deprecations recommends and the registry has.
 */
export const REPLACEMENT_SOURCES = ['chosen', 'fallback', 'list'] as const;
export type ReplacementSource = (typeof REPLACEMENT_SOURCES)[number];

/** Why a replacement is not compared, as a sentence that names the day where there is one. */
export type ReplacementRefusal = {
  code: Refusal['code'] | 'replacement_retires_soon' | 'same_model' | 'ambiguous_model';
  message: string;
};

/** A model as the refusal judges it. `providers`: of all registered models that its name may be. */
export type Judged = { name: string; standing: Match | Dated; providers: readonly string[] };

/**
 * Why a model cannot replace one that goes: it is that model, its name is of several, it retires no later, or within
 * {@link LASTS_DAYS_MIN} days. Null where it can.
 */
export function replacementRefusal(leaving: Judged, replacement: Judged, now: Date): ReplacementRefusal | null {
  const { name, standing, providers } = replacement;
  if (name === leaving.name) {
    return { code: 'same_model', message: `${name} is the model that goes. Choose another replacement.` };
  }
  if (providers.length > 1) {
    const message = `${providers.join(' and ')} have a model ${name}. Name it as provider/id.`;
    return { code: 'ambiguous_model', message };
  }
  const earlier = replacementProblem(leaving.standing, standing, now);
  if (earlier !== null) return earlier;
  const soonest = soonestOf(standing);
  return soonest === null || daysUntil(soonest.retiresOn, now) > LASTS_DAYS_MIN
    ? null
    : tooSoon(soonest, standing, now);
}

function tooSoon(
  { name, retiresOn }: { name: string; retiresOn: Day },
  standing: Match | Dated,
  now: Date,
): ReplacementRefusal {
  const which = standing.kind === 'ambiguous' ? `It may be ${name}, which` : name;
  const days = daysUntil(retiresOn, now);
  return {
    code: 'replacement_retires_soon',
    message: `${which} retires on ${retiresOn}, in ${days} ${days === 1 ? 'day' : 'days'}, and a replacement must last more than ${LASTS_DAYS_MIN}. Choose another replacement.`,
  };
}
