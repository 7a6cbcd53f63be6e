import type { Day } from '#server/models/deprecations/domain/calendar-day.ts';

/**
 * What a person is asked before a proposal can be taken over.
 *
 * | ask | |
 * | --- | --- |
 * | `which_day` | a date can be read in two ways, or a model has two |
 * | `no_such_day` | a date that no calendar has |
 * | `no_exact_day` | a month, quarter or half: its first and last day |
 * | `relative_day` | counted from another day: the day it would be, where one to count from is known |
 * | `which_year` | a day without a year: its next one, where the day of the text is known |
 * | `no_day` | it goes, and no day is said |
 * | `what_happens` | a date, and not what happens on it |
 * | `which_model` | a date in a sentence that names no model: of the sentence before |
 * | `which_id` | a name, not an id |
 * | `replaces_which` | a replacement of which it is not said what it replaces |
 * | `withdrawn` | a deprecation that is taken back |
 */
export const ASKS = [
  ...['which_day', 'no_such_day', 'no_exact_day', 'relative_day', 'which_year', 'no_day', 'what_happens'],
  ...['which_model', 'which_id', 'replaces_which', 'withdrawn'],
] as const;
/** `candidates`: days or models that it may be; none where nobody can say. */
export type Ask = { ask: (typeof ASKS)[number]; candidates: readonly string[]; sentence: string };

/** What a text says of one model. Only what can be read in one way stands in a field; all else is asked. */
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
  /** Where all this comes from, in order. */
  sentences: string[];
  asks: Ask[];
};

/** A proposal that says nothing yet. */
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
