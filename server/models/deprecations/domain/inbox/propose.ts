import { type Day, dayOf } from '#server/models/deprecations/domain/calendar-day.ts';
import { saysItGoes } from './cues.ts';
import { type DateForm, daysAfter } from './date-forms.ts';
import { isRegion, type ModelMention } from './model-mentions.ts';
import { type Ask, nothingOf, type Proposal } from './proposal.ts';
import { type ReadSentence, readSentence, type SaidDate } from './read-sentence.ts';
import { sentencesOf } from './sentences.ts';

/** Most characters of a text that are read; the rest is ignored. */
export const TEXT_MAX = 200_000;

/** `publishedOn`: the day of the text, where known. `listed`: ids that the list or the registry has. */
export type About = { publishedOn: Day | null; listed: readonly string[] };

/**
 * The proposals of a pasted text: for each model what the text states, with the sentences, in the order of the text.
 * Nothing is guessed: what can be read in two ways becomes a question, and a person confirms every proposal.
 */
export function proposeFrom(text: string, { publishedOn, listed }: About): Proposal[] {
  const known = new Set(listed.map((id) => id.toLowerCase()));
  const proposals = new Map<string, Proposal>();
  let before: readonly ModelMention[] = [];
  for (const sentence of sentencesOf(text.slice(0, TEXT_MAX))) {
    const read = readSentence(sentence, known);
    const of = (mention: ModelMention): Proposal => {
      const key = mention.model.toLowerCase();
      const proposal = proposals.get(key) ?? nothingOf(mention.model);
      proposals.set(key, proposal);
      if (!proposal.sentences.includes(sentence)) proposal.sentences.push(sentence);
      if (mention.isName) ask(proposal, 'which_id', [], sentence);
      return proposal;
    };
    takeDates(read, { of, before, publishedOn, sentence });
    takePairs(read, { of, before, sentence });
    const subjects = read.models.filter(({ role }) => role === 'subject');
    if (/no longer deprecated|deprecation\b.*\b(?:withdrawn|cancell?ed|reversed)/i.test(sentence)) {
      for (const subject of subjects) ask(of(subject), 'withdrawn', [], sentence);
    } else if (saysItGoes(sentence)) {
      for (const subject of subjects) {
        const isTarget = read.pairs.some((pair) => pair.role === 'target' && pair.for.includes(subject));
        const isDated = read.dates.some(
          ({ models, role }) => role !== 'announced' && role !== 'released' && models.includes(subject),
        );
        if (!isTarget && !isDated && !hasDay(proposals.get(subject.model.toLowerCase()))) {
          ask(of(subject), 'no_day', [], sentence);
        }
      }
    }
    if (subjects.length > 0) before = subjects;
  }
  for (const proposal of proposals.values()) {
    if (hasDay(proposal)) proposal.asks = proposal.asks.filter(({ ask }) => ask !== 'no_day');
  }
  return [...proposals.values()];
}

const hasDay = (proposal: Proposal | undefined): boolean =>
  proposal !== undefined &&
  (proposal.retiresOn !== null || proposal.asks.some(({ ask }) => ask.endsWith('_day') && ask !== 'no_day'));

function ask(proposal: Proposal, what: Ask['ask'], candidates: readonly string[], sentence: string): void {
  const isAsked = proposal.asks.some((each) => each.ask === what && each.candidates.join() === candidates.join());
  if (!isAsked) proposal.asks.push({ ask: what, candidates, sentence });
}

type Around = { of: (mention: ModelMention) => Proposal; before: readonly ModelMention[]; sentence: string };

function takeDates({ dates }: ReadSentence, around: Around & { publishedOn: Day | null }): void {
  const { of, before, publishedOn, sentence } = around;
  const announced = dates.find(({ role }) => role === 'announced')?.date;
  const anchor = announced?.form === 'days' && announced.days.length === 1 ? (announced.days[0] ?? null) : publishedOn;
  for (const said of dates) {
    if (said.role === 'released') continue;
    const models = said.models.length > 0 ? said.models : said.role === 'unclear' ? [] : before;
    const read = readDay(said.date, dates, anchor, publishedOn);
    for (const proposal of models.map(of)) {
      if (said.models.length === 0)
        ask(
          proposal,
          'which_model',
          models.map(({ model }) => model),
          sentence,
        );
      if (said.role === 'unclear')
        ask(proposal, 'what_happens', 'day' in read ? [read.day] : read.candidates, sentence);
      else if (!('day' in read)) ask(proposal, read.ask, read.candidates, sentence);
      else if (said.models.length > 0) takeDay(proposal, said, read.day, sentence);
      else ask(proposal, 'which_day', [read.day], sentence);
    }
  }
}

type DayRead = { day: Day } | { ask: Ask['ask']; candidates: readonly Day[] };

function readDay(date: DateForm, all: readonly SaidDate[], anchor: Day | null, publishedOn: Day | null): DayRead {
  if (date.form === 'days') {
    const [day, ...others] = date.days;
    if (day === undefined) return { ask: 'no_such_day', candidates: [] };
    return others.length === 0 ? { day } : { ask: 'which_day', candidates: date.days };
  }
  if (date.form === 'period') return { ask: 'no_exact_day', candidates: [date.from, date.to] };
  if (date.form === 'relative') {
    return { ask: 'relative_day', candidates: anchor === null ? [] : [daysAfter(anchor, date)] };
  }
  // A day within a period that the sentence names has its year: "until Q2 2027, not before April 1".
  const within = all.flatMap(({ date: other }): Day[] => {
    if (other.form !== 'period') return [];
    const day = dayOf(Number(other.from.slice(0, 4)), date.month, date.day);
    return day !== null && day >= other.from && day <= other.to ? [day] : [];
  });
  if (within[0] !== undefined && within.length === 1) return { day: within[0] };
  if (publishedOn === null) return { ask: 'which_year', candidates: [] };
  const year = Number(publishedOn.slice(0, 4));
  const next = [year, year + 1].map((each) => dayOf(each, date.month, date.day));
  return {
    ask: 'which_year',
    candidates: next.flatMap((day) => (day === null || day < publishedOn ? [] : [day])).slice(0, 1),
  };
}

function takeDay(proposal: Proposal, { role, after }: SaidDate, day: Day, sentence: string): void {
  if (role === 'deprecated') proposal.deprecatedOn ??= day;
  if (role === 'announced') proposal.announcedOn ??= day;
  if (role === 'floor') proposal.notBefore = day;
  if (role === 'previous') proposal.previously.push(day);
  if (role !== 'retires') return;
  const regions = regionsOf(after);
  if (regions !== null) {
    proposal.byRegion.push({ regions, day });
    proposal.retiresOn =
      proposal.byRegion
        .map((each) => each.day)
        .toSorted()
        .at(-1) ?? day;
  } else if (proposal.retiresOn === null || proposal.retiresOn === day) proposal.retiresOn = day;
  else {
    ask(proposal, 'which_day', [proposal.retiresOn, day].toSorted(), sentence);
    proposal.retiresOn = null;
  }
}

/** The Regions that stand behind a date, as written, or null where it holds everywhere. */
function regionsOf(after: string): string | null {
  const [, rest] =
    /^\s*(?:in|for)\s+(all other regions|(?:[\w-]+(?:\s*,\s*(?:and\s+)?|\s+and\s+)?)+)/i.exec(after) ?? [];
  if (rest === undefined) return null;
  if (/^all other/i.test(rest)) return rest;
  const named = rest.split(/[\s,]+/).filter(isRegion);
  return named.length === 0 ? null : named.join(', ');
}

function takePairs({ pairs }: ReadSentence, { of, before, sentence }: Around): void {
  for (const pair of pairs) {
    const isUnsaid = pair.for.length === 0;
    const whose = isUnsaid ? before : pair.for;
    const rivals = pairs.filter((other) => other.role === pair.role && other.for === pair.for);
    const isUnpaired = whose.length > 1 && rivals.length > 1;
    for (const proposal of whose.map(of)) {
      if (pair.role === 'target') proposal.pointsTo = pair.model;
      else if (isUnsaid || isUnpaired)
        ask(
          proposal,
          'replaces_which',
          rivals.map(({ model }) => model),
          sentence,
        );
      else if (!proposal.replacements.includes(pair.model)) proposal.replacements.push(pair.model);
    }
  }
}
