import type { Entry } from '#server/models/deprecations/domain/entry.ts';
import type { Doubt, Match } from '#server/models/deprecations/domain/match-deployed.ts';
import type { Dated } from '#server/models/deprecations/domain/replacement-rules.ts';
import type { LifeDates } from './status.ts';

/** The dates of a model and their source. */
export type Life = LifeDates & {
  /** Where `retirementDate` is from: people wrote it in the registry, or the list of deprecations has it. */
  from: 'registry' | 'list' | null;
  /** The entry of the list that the model certainly is. */
  entry: Entry | null;
  /** The entries that the model may be, where that is not certain. None of their dates is used. */
  maybe: { doubt: Doubt; candidates: readonly Entry[] } | null;
};

/** States of the list in which a model counts as deprecated since its announcement. */
const ANNOUNCED: readonly Entry['state'][] = ['deprecated', 'retired', 'retired_by_date'];

/**
 * The dates that hold for a registered model: its own, else those of the list where it is certain which entry it is. A
 * model that serves without being registered has none of its own.
 */
export function lifeOf(own: LifeDates | null, match: Match): Life {
  const entry = 'entry' in match ? match.entry : null;
  const listed = entry?.retiresOn ?? null;
  const announced = entry !== null && ANNOUNCED.includes(entry.state) ? entry.announcedOn : null;
  const retirementDate = own?.retirementDate ?? listed;
  return {
    deprecationDate: own?.deprecationDate ?? announced,
    retirementDate,
    from: retirementDate === null ? null : own?.retirementDate ? 'registry' : 'list',
    entry,
    maybe: match.kind === 'ambiguous' ? { doubt: match.doubt, candidates: match.candidates } : null,
  };
}

/** A model as the rules of replacements and promotions judge it: by the day of the registry, else by the list. */
export function standingOf(name: string, { from, retirementDate, entry, maybe }: Life): Match | Dated {
  if (from === 'registry') return { kind: 'dated', name, retiresOn: retirementDate };
  if (entry !== null) return { kind: 'exact', entry };
  return maybe === null ? { kind: 'none' } : { kind: 'ambiguous', ...maybe };
}
