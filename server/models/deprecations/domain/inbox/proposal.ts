import type { Day } from '#server/models/deprecations/domain/calendar-day.ts';

/**
 * The questions that a person resolves before a proposal can be confirmed.
 *
 * | ask | |
 * | --- | --- |
 * | `which_day` | a date can be read in two ways, or a model has two |
 * | `no_such_day` | a date that no calendar has |
 * | `no_exact_day` | a month, quarter or half: its first and last day |
 * | `relative_day` | counted from another day: the day it would be, where one to count from is known |
 * | `which_year` | a day without a year: its next one, where the day of the text is known |
 * | `no_day` | the model retires, and the text states no day |
 * | `what_happens` | a date without what happens on it |
 * | `which_model` | a date in a sentence that names no model: of the sentence before |
 * | `which_id` | a name, not an id |
 * | `replaces_which` | a replacement without the model that it replaces |
 * | `withdrawn` | a deprecation that is taken back |
 */
export const ASKS = [
  ...['which_day', 'no_such_day', 'no_exact_day', 'relative_day', 'which_year', 'no_day', 'what_happens'],
  ...['which_model', 'which_id', 'replaces_which', 'withdrawn'],
] as const;
/** `candidates`: days or models to choose from; empty where the text suggests none. */
export type Ask = { ask: (typeof ASKS)[number]; candidates: readonly string[]; sentence: string };

/** What a text states about one model. A field holds only what can be read in one way; anything else is a question. */
export type Proposal = {
  model: string;
  /** The last day where several Regions have one each. */
  retiresOn: Day | null;
  byRegion: { regions: string; day: Day }[];
  deprecatedOn: Day | null;
  announcedOn: Day | null;
  notBefore: Day | null;
  /** Retirement days that no longer hold, as history. */
  previously: Day[];
  replacements: string[];
  /** The model that an alias points to from now on. */
  pointsTo: string | null;
  /** The sentences that the proposal was read from, in order. */
  sentences: string[];
  asks: Ask[];
};

/** An empty proposal. */
export const nothingOf = (model: string): Proposal => ({
  model,
  retiresOn: null,
  byRegion: [],
  deprecatedOn: null,
  announcedOn: null,
  notBefore: null,
  previously: [],
  replacements: [],
  pointsTo: null,
  sentences: [],
  asks: [],
});
