import type { Day } from './calendar-day.ts';

/** Who announces a retirement: a vendor, or a cloud that offers models of others and sets its own dates for them. */
export const ANNOUNCERS = [
  ...['alibaba', 'anthropic', 'aws-bedrock', 'azure-foundry', 'azure-openai', 'cerebras', 'cohere', 'deepseek'],
  ...['google', 'google-vertex', 'groq', 'mistral', 'moonshot', 'openai', 'perplexity', 'xai', 'xiaomi'],
] as const;
export type Announcer = (typeof ANNOUNCERS)[number];

/**
 * State of a model on the day that its source was read.
 *
 * | state | |
 * | --- | --- |
 * | `retired` | the date passed, and a newer source no longer lists the model |
 * | `retired_by_date` | the date passed, and every source seen is older than it |
 * | `deprecated` | announced |
 * | `active_dated` | still offered, with a retirement date |
 * | `active_floor` | still offered; only a day before which it will not retire (`notBefore`) |
 * | `active` | a deprecation was withdrawn |
 */
export const ENTRY_STATES = [
  ...['retired', 'retired_by_date', 'deprecated', 'active_dated', 'active_floor', 'active'],
] as const;
export type EntryState = (typeof ENTRY_STATES)[number];

/**
 * How far an entry can be relied on.
 *
 * | certainty | |
 * | --- | --- |
 * | `vendor` | the announcer's own page, in a copy of a known day |
 * | `undated` | the announcer's own page, in a copy without a day |
 * | `recheck` | the announcer's own page, but its dates change often or newer notices are probably missing |
 * | `reported` | a third party or a translation; the announcer's own words were not seen |
 * | `inferred` | we inferred the year or the model id |
 * | `earliest` | the day is the earliest possible one and not a promise |
 */
export const CERTAINTIES = ['vendor', 'undated', 'recheck', 'reported', 'inferred', 'earliest'] as const;
export type Certainty = (typeof CERTAINTIES)[number];

/** One model at one announcer. An alias has an entry of its own, which names its snapshot where that is known. */
export type Entry = {
  announcer: Announcer;
  model: string;
  aliasOf: string | null;
  releasedOn: Day | null;
  announcedOn: Day | null;
  /** The first day on which the model is no longer available. Null: no day is announced, or none was confirmed. */
  retiresOn: Day | null;
  notBefore: Day | null;
  /** As the announcer words it: an id, several, or a name. */
  replacement: string | null;
  state: EntryState;
  sourceUrl: string;
  /** The day of the copy of the source. Null: the copy has no date. */
  seenOn: Day | null;
  certainty: Certainty;
  note: string | null;
};

/** The name of an entry, unique in the list: `openai/gpt-4`. */
export const entryName = ({ announcer, model }: Pick<Entry, 'announcer' | 'model'>): string => `${announcer}/${model}`;
