import type { Refusal } from './arithmetic.ts';
import type { Experiment, Finding, Subject } from './savings.ts';

const number = (value: number): string => Math.round(value).toLocaleString('en-US');

/** What is missing and what would provide it, as a sentence. */
function reasonOf({ refused, found, needed }: Refusal, about: string): string {
  switch (refused) {
    case 'too_few_pairs':
      return `${about}: both models answered ${number(found)} of the same items; ${number(needed)} are needed. Import more results.`;
    case 'too_few_requests':
      return `${about}: ${number(found)} requests in 30 days; ${number(needed)} are needed.`;
    case 'too_few_routed':
      return `${about}: only ${number(found)} pairs would be routed; ${number(needed)} are needed to judge their quality.`;
    case 'too_few_answers':
      return `${about}: the length of ${number(found)} answers is known on the shorter side; ${number(needed)} are needed.`;
    case 'prefix_too_short':
      return `${about}: ${number(found)} tokens stand before the first variable; providers cache from ${number(needed)} on.`;
    case 'price_unknown':
      return `${about}: a price is unknown, so no amount can be computed. Register the model with its prices.`;
    case 'scores_not_binary':
      return `${about}: the scores are not right or wrong, which the paired test needs. Use a scorer of 0 and 1.`;
    case 'items_not_independent':
      return `${about}: items of the golden set share a context, so their pairs are not independent.`;
    case 'nothing_to_compare':
      return `${about}: nothing to compare it with yet.`;
    case 'no_saving_possible':
      return `${about}: at these prices nothing would have been saved.`;
  }
}

/** A refusal with its sentence, or with a `reason` of its own where the case is a special one. */
export const refusedAs = (
  refusal: Refusal,
  {
    about,
    subject,
    experiment = null,
    reason,
  }: {
    about: string;
    subject: Subject | null;
    experiment?: Experiment | null;
    reason?: string;
  },
): Finding => ({
  refused: { ...refusal, subject, reason: reason ?? reasonOf(refusal, about), experiment },
});
