import { type Day, isDay } from './calendar-day.ts';
import { ANNOUNCERS, CERTAINTIES, ENTRY_STATES, type Entry, entryName } from './entry.ts';

/** What is wrong with one field; `path` is a JSON pointer into the list. */
export type EntryProblem = { path: string; message: string };
export type EntriesRead =
  | { entries: readonly Entry[]; problems?: undefined }
  | { entries?: undefined; problems: readonly EntryProblem[] };

const FIELDS = new Set([
  ...['provider', 'model', 'alias_of', 'released_on', 'announced_on', 'retires_on', 'not_before', 'replacement'],
  ...['state', 'source', 'seen_on', 'certainty', 'note'],
]);
const DATES = ['released_on', 'announced_on', 'retires_on', 'not_before', 'seen_on'] as const;
const MODEL = /^[\w@:./-]{1,200}$/;
const TEXT_MAX = 200;

type Fields = Readonly<Record<string, unknown>>;
const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * The entries of a list `{sources: [url], entries: [{provider, model, …}]}`, or everything that is wrong with it. A
 * list with a fault is refused as a whole, because a list that is read in part would hide retirements. Unknown facts
 * are left out of an entry, not null.
 */
export function readEntries(list: unknown): EntriesRead {
  const problems: EntryProblem[] = [];
  const { sources, entries } = isRecord(list) ? list : {};
  if (!Array.isArray(sources) || !Array.isArray(entries)) {
    return { problems: [{ path: '', message: 'A list has "sources" and "entries".' }] };
  }
  sources.forEach((url, i) => {
    if (typeof url !== 'string' || !/^https:\/\/\S{1,500}$/.test(url)) {
      problems.push({ path: `/sources/${i}`, message: 'An address that begins with https://.' });
    }
  });
  const seen = new Map<string, number>();
  const read = entries.flatMap((raw: unknown, i): Entry[] => {
    const wrong = (field: string, message: string): void => {
      problems.push({ path: `/entries/${i}${field === '' ? '' : `/${field}`}`, message });
    };
    if (!isRecord(raw)) {
      wrong('', 'An entry is an object.');
      return [];
    }
    const entry = readEntry(raw, sources, wrong);
    if (entry === null) return [];
    const name = entryName(entry).toLowerCase();
    const first = seen.get(name);
    if (first !== undefined) wrong('model', `${name} is listed already at /entries/${first}.`);
    seen.set(name, i);
    return [entry];
  });
  const names = new Set(read.map((entry) => entryName(entry)));
  for (const { announcer, model, aliasOf } of read) {
    if (aliasOf === null || names.has(`${announcer}/${aliasOf}`)) continue;
    const path = `/entries/${seen.get(`${announcer}/${model}`.toLowerCase())}/alias_of`;
    problems.push({ path, message: `${announcer}/${aliasOf} is not in the list.` });
  }
  return problems.length > 0 ? { problems } : { entries: read };
}

function readEntry(
  raw: Fields,
  sources: readonly unknown[],
  wrong: (field: string, message: string) => void,
): Entry | null {
  let isWhole = true;
  const bad = (field: string, message: string): null => {
    isWhole = false;
    wrong(field, message);
    return null;
  };
  for (const field of Object.keys(raw)) if (!FIELDS.has(field)) bad(field, 'There is no such field.');
  const oneOf = <const W extends string>(field: string, words: readonly W[]): W | null =>
    words.find((word) => word === raw[field]) ?? bad(field, `One of ${words.join(', ')}.`);
  const text = (field: string): string | null => {
    const value = raw[field];
    if (value === undefined) return null;
    if (typeof value === 'string' && value.trim() !== '' && value.length <= TEXT_MAX) return value;
    return bad(field, `A text of 1 to ${TEXT_MAX} characters, or left out.`);
  };
  const [releasedOn, announcedOn, retiresOn, notBefore, seenOn] = DATES.map((field): Day | null => {
    const value = text(field);
    return value === null || isDay(value) ? value : bad(field, 'A day of the calendar such as 2027-01-29.');
  });
  const announcer = oneOf('provider', ANNOUNCERS);
  const state = oneOf('state', ENTRY_STATES);
  const certainty = oneOf('certainty', CERTAINTIES);
  const model = text('model');
  if (model === null || !MODEL.test(model)) bad('model', 'The id that the API takes, such as gpt-4-0613.');
  const sourceUrl = sources[Number(raw.source)];
  if (typeof sourceUrl !== 'string' || typeof raw.source !== 'number') bad('source', 'The place of a source, from 0.');
  const [aliasOf, replacement, note] = ['alias_of', 'replacement', 'note'].map(text);
  if (retiresOn && announcedOn && retiresOn < announcedOn)
    bad('retires_on', 'The retirement is before its announcement.');
  if (retiresOn && releasedOn && retiresOn < releasedOn) bad('retires_on', 'The retirement is before the release.');
  if (state === 'active_dated' && !retiresOn) bad('retires_on', 'active_dated needs a retirement date.');
  if (state === 'active_floor' && !notBefore)
    bad('not_before', 'active_floor needs the day before which it does not retire.');
  if (!isWhole || announcer === null || state === null || certainty === null || model === null) return null;
  return {
    announcer,
    model,
    aliasOf: aliasOf ?? null,
    releasedOn: releasedOn ?? null,
    announcedOn: announcedOn ?? null,
    retiresOn: retiresOn ?? null,
    notBefore: notBefore ?? null,
    replacement: replacement ?? null,
    state,
    sourceUrl: String(sourceUrl),
    seenOn: seenOn ?? null,
    certainty,
    note: note ?? null,
  };
}
