import type { GateDecision } from '#server/gates/domain/decide-gate.ts';
import { GATE_METHOD } from '#server/gates/domain/method.ts';

/** Which cases were replayed. */
export type Replayed = { cases: number; dataset: string };

/** What a decision of the gate with the cases says, in one sentence: yes, no, or cannot tell and what is missing. */
export function replaySentence(decision: Pick<GateDecision, 'verdict' | 'reasons' | 'datasets'>, of: Replayed): string {
  switch (decision.verdict) {
    case 'fail': {
      const [first] = decision.reasons.filter(({ verdict }) => verdict === 'fail');
      const where = first?.dataset ?? of.dataset;
      return `Yes: it would have failed on ${where}. ${first?.sentence ?? ''}`.trim();
    }
    case 'pass':
      return `No: with ${casesText(of)} it would have passed.`;
    case 'inconclusive':
      return `Cannot tell: ${whatIsMissing(decision, of)}`;
  }
}

const casesText = ({ cases, dataset }: Replayed): string =>
  `${cases === 1 ? 'the one case' : `these ${cases} cases`} in ${dataset}`;

/** The categories with too few items, and how many more each needs; else the first reason of the gate. */
function whatIsMissing({ reasons, datasets }: Pick<GateDecision, 'reasons' | 'datasets'>, of: Replayed): string {
  const few = datasets
    .flatMap(({ categories }) => categories)
    .filter((row) => row.reasons.some(({ code }) => code === 'too_few'))
    .map(({ name, n }) => {
      const more = GATE_METHOD.itemsMin - n;
      return `${n} ${n === 1 ? 'case is' : 'cases are'} too few in ${name}, ${more} more ${more === 1 ? 'is' : 'are'} needed`;
    });
  if (few.length > 0) return `${few.join('; ')}.`;
  return reasons[0]?.sentence ?? `the gate decided nothing on ${of.dataset}.`;
}
