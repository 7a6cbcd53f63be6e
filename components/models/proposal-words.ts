import { calendarDay } from '#components/ui/time/format-time.ts';
import type { Ask, Proposal } from '#server/models/deprecations/domain/inbox/proposal.ts';

const QUESTIONS: Record<Ask['ask'], string> = {
  which_day: 'Which day is meant?',
  no_such_day: 'The text has a day that no calendar has.',
  no_exact_day: 'The text names a period and no day. Its first and last day:',
  relative_day: 'The day is counted from another one. It would be:',
  which_year: 'The day has no year. The next one would be:',
  no_day: 'It retires, and the text states no day.',
  what_happens: 'The text states a day, and not what happens on it:',
  which_model: 'The sentence names no model. It may be about:',
  which_id: 'This is a name and not an id.',
  replaces_which: 'The text does not state which model it replaces:',
  withdrawn: 'The deprecation is withdrawn: keep the date out, or clear it in the registry.',
};

const DAY = /^\d{4}-\d\d-\d\d$/;

/** A question with what it may be: `Which day is meant? 5 Jan or 1 May 2027`. */
export function askInWords({ ask, candidates }: Pick<Ask, 'ask' | 'candidates'>, now: number): string {
  const named = candidates.map((each) => (DAY.test(each) ? calendarDay(each, now) : each));
  // Without anything to offer, the sentence that leads to it is left out.
  const question = named.length > 0 ? QUESTIONS[ask] : QUESTIONS[ask].replace(/(?<=\.) [^.]+:$/, '').replace(/:$/, '.');
  return [question, named.join(' or ')].filter(Boolean).join(' ');
}

/** What a text states beside the day itself, one fact a line. */
export function saidInWords(proposal: Omit<Proposal, 'asks'>, now: number): string[] {
  const day = (text: string) => calendarDay(text, now);
  const { byRegion, deprecatedOn, announcedOn, notBefore, previously, replacements, pointsTo } = proposal;
  return [
    ...byRegion.map(({ regions, day: on }) => `${day(on)} in ${regions}`),
    ...(deprecatedOn === null ? [] : [`Deprecated ${day(deprecatedOn)}`]),
    ...(announcedOn === null ? [] : [`Announced ${day(announcedOn)}`]),
    ...(notBefore === null ? [] : [`Not before ${day(notBefore)}`]),
    ...(previously.length === 0 ? [] : [`Before, it was ${previously.map(day).join(', ')}`]),
    ...(replacements.length === 0 ? [] : [`Replaced by ${replacements.join(' or ')}`]),
    ...(pointsTo === null ? [] : [`Points to ${pointsTo} from now on`]),
  ];
}
