import { announcerOfForm, announcersOf, coreOf, plainOf, undated } from './deployed-name.ts';
import { type Entry, entryName } from './entry.ts';

/** The name of a deployed model in a project. `provider` is null where only a bare id is known. */
export type Deployed = { provider: string | null; model: string };

/** Why it is not certain that a deployed name is an entry. */
export const DOUBTS = ['which_provider', 'which_snapshot', 'other_channel', 'fine_tune'] as const;
export type Doubt = (typeof DOUBTS)[number];

/**
 * How a deployed name matches the list.
 *
 * | kind | when |
 * | --- | --- |
 * | `exact` | the announcer lists this very id |
 * | `alias` | the announcer lists this very id, as an alias of a snapshot |
 * | `variant` | it lists the same model as the cloud writes it: another Region, throughput, path, version mark or case |
 * | `ambiguous` | it may be any of the candidates; a person chooses |
 * | `none` | nothing in the list can be it |
 *
 * | doubt | |
 * | --- | --- |
 * | `which_provider` | only a bare id is known, and announcers of one model set different dates |
 * | `which_snapshot` | an id without a date changes its snapshot over time; or a dated id is not listed, but its family is |
 * | `other_channel` | its provider lists nothing, but the model's vendor or another cloud does, whose dates may differ |
 * | `fine_tune` | a fine-tune of a listed base, which may have another date |
 */
export type Match =
  | { kind: 'exact' | 'alias' | 'variant'; entry: Entry }
  | { kind: 'ambiguous'; doubt: Doubt; candidates: readonly Entry[] }
  | { kind: 'none' };

export type Matcher = (deployed: Deployed) => Match;

type Read = { entry: Entry; core: string; plain: string };

const NONE: Match = { kind: 'none' };

/**
 * Makes a matcher over entries; their order does not matter. A match is never guessed: a name that may be several
 * entries is `ambiguous`.
 */
export function makeMatcher(entries: readonly Entry[]): Matcher {
  const read = entries
    .map((entry): Read => {
      const core = coreOf(entry.model);
      return { entry, core, plain: plainOf(core) };
    })
    .toSorted((a, b) => (entryName(a.entry) < entryName(b.entry) ? -1 : 1));
  const byCore = Map.groupBy(read, ({ core }) => core);
  const byPlain = Map.groupBy(read, ({ plain }) => plain);
  const byFamily = Map.groupBy(read, ({ plain }) => undated(plain));

  return ({ provider, model }) => {
    const [, base] = /^ft:([^:]+)/i.exec(model) ?? [];
    const core = coreOf(base ?? model);
    const plain = plainOf(core);
    const own = announcerOfForm(model);
    const channel = provider === null ? (own === null ? null : [own]) : announcersOf(provider);
    const isOurs = ({ entry }: Read): boolean => channel?.includes(entry.announcer) ?? false;

    const same = byPlain.get(plain) ?? [];
    const family = byFamily.get(undated(plain)) ?? [];
    if (base !== undefined) {
      const ours = channel === null ? same : same.filter(isOurs);
      return ambiguous('fine_tune', ours.length > 0 ? ours : same);
    }
    if (channel === null)
      return ambiguous(same.length > 0 ? 'which_provider' : 'which_snapshot', same.length > 0 ? same : family);

    const written = (byCore.get(core) ?? []).filter(isOurs);
    const listed = written.length > 0 ? written : versionless(byCore, model).filter(isOurs);
    const [first, ...others] = listed;
    if (first !== undefined)
      return others.length > 0 ? ambiguous('which_provider', listed) : certain(first.entry, model);
    const near = family.filter(isOurs).filter(({ plain: known }) => isNear(known, plain));
    if (near.length > 0) return ambiguous('which_snapshot', near);
    return ambiguous(
      'other_channel',
      same.filter((each) => !isOurs(each)),
    );
  };
}

/** Vertex lists a model without the version that its address has after `@`; the row applies to each version. */
const versionless = (byCore: ReadonlyMap<string, Read[]>, model: string): Read[] =>
  model.includes('@')
    ? (byCore.get(coreOf(model.slice(0, model.indexOf('@')))) ?? []).filter(
        ({ entry }) => entry.announcer === 'google-vertex',
      )
    : [];

/**
 * Whether two names may be the same model: snapshots with different dates are not, and a name without a date may be
 * any.
 */
const isNear = (known: string, asked: string): boolean =>
  undated(known) === known || undated(asked) === asked || asked.endsWith('-latest');

function certain(entry: Entry, model: string): Match {
  if (entry.model !== model) return { kind: 'variant', entry };
  return { kind: entry.aliasOf === null ? 'exact' : 'alias', entry };
}

function ambiguous(doubt: Doubt, candidates: readonly Read[]): Match {
  return candidates.length === 0
    ? NONE
    : { kind: 'ambiguous', doubt, candidates: candidates.map(({ entry }) => entry) };
}
