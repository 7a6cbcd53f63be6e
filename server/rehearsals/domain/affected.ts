import { type Entry, entryName } from '#server/models/deprecations/domain/entry.ts';

/**
 * How a name means the model that goes.
 *
 * | | |
 * | --- | --- |
 * | `id` | it is the model's own name, with its provider or as a bare id that only one provider has |
 * | `alias` | the vendor points this name to the model, so it stops when the model does |
 * | `variant` | another spelling of the same entry of the list: a region, a version mark, a path of the cloud |
 */
export const NAMED_AS = ['id', 'alias', 'variant'] as const;
export type NamedAs = (typeof NAMED_AS)[number];

/** A deployed name with what is known of it. */
export type KnownName = {
  /** Whether it is the registered model that goes, or has the very provider and id of an unregistered one. */
  isItself: boolean;
  /** The day that people wrote for a registered model of this name; it then goes by that day, whatever the list says. */
  ownDay: string | null;
  /** The entry of the list that it certainly is. */
  entry: Entry | null;
};

/** How a deployed name means the model whose entry of the list is `leaving`; null where it means another model. */
export function namedAs({ isItself, ownDay, entry }: KnownName, leaving: Entry | null): NamedAs | null {
  if (isItself) return 'id';
  if (entry === null || leaving === null || ownDay !== null || entry.announcer !== leaving.announcer) return null;
  if (entryName(entry) === entryName(leaving)) return 'variant';
  return entry.aliasOf === leaving.model ? 'alias' : null;
}
