import { percent } from '#components/ui/format.ts';
import type { DatasetDecision } from '#server/gates/domain/decide-dataset.ts';
import { type Decided, failSentence, fall, fallenOf, passSentence, undecidedSentence } from './gate-sentence.ts';

/** What the comparison of two runs comes to: A is the baseline, B the candidate. */
export function compareSentence(decision: DatasetDecision | undefined): string {
  if (!decision?.overall) return 'Nothing was answered on both sides.';
  const decided: Decided = { verdict: decision.verdict, reasons: decision.reasons, datasets: [decision] };
  const { overall } = decision;
  const figures = `${percent(overall.candidate)} against ${percent(overall.baseline)}`;
  switch (decision.verdict) {
    case 'fail': {
      const [worst] = fallenOf(decided);
      const why = worst ? `${fall(worst)}.` : failSentence(decided).replace(/^The gate failed: /, '');
      if ((overall.delta ?? 0) <= 0) return `B fails: ${why}`;
      return `${better(decision)}, ${figures}, and still fails: ${why}`;
    }
    case 'inconclusive':
      return `B scores ${figures}, which decides nothing yet: ${undecidedSentence(decided).replace(/^The gate could not decide: /, '')}`;
    case 'pass': {
      const how = (overall.delta ?? 0) > 0 ? better(decision) : 'B scores no higher';
      return `${how}, ${figures}. ${passSentence(decided)}`;
    }
  }
}

/** Answers that are right or wrong are "right more often"; graded ones "score higher". */
const better = ({ overall }: DatasetDecision): string =>
  overall?.ci95Method === 'newcombe_paired' ? 'B is right more often' : 'B scores higher';
