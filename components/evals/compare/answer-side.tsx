import type { Outputs } from '#components/shell/trpc.ts';
import { SideLetter } from '#components/ui/tags.tsx';
import { OutputText } from '../output-text.tsx';
import { ScoreBadge } from '../score-badge.tsx';
import { spentWords } from '../spent-words.ts';

export type CompareItem = Outputs['evals']['compareItems']['data'][number];

/** One side of an item: right or wrong, tokens and time, the answer, and the score of each scorer. */
export function AnswerSide({
  side,
  item,
  repeat,
  plain,
}: {
  side: 'A' | 'B';
  item: CompareItem;
  repeat: number;
  plain: boolean;
}) {
  const [a, b] = [item.baseline.answers[repeat], item.candidate.answers[repeat]];
  const own = side === 'A' ? a : b;
  const scores = Object.entries(own?.scores ?? {});
  return (
    <article
      aria-label={side === 'A' ? 'Answer A, baseline' : 'Answer B, candidate'}
      className={`flex min-w-0 flex-col ${side === 'B' ? 'border-l phone:border-t phone:border-l-0' : ''}`}
    >
      <div className="grow px-3.5 pt-2.5 pb-3.5">
        <div className="mb-2 flex min-h-5.5 flex-wrap items-center gap-2">
          <SideLetter side={side} />
          <ScoreBadge score={own === undefined || own.error !== null ? null : own.score} />
          <span className="ml-auto text-12 text-muted-foreground">{spentWords(own)}</span>
        </div>
        {own?.error != null ? (
          <p className="text-fail [overflow-wrap:anywhere]">{own.error}</p>
        ) : (
          <OutputText
            a={a?.output ?? ''}
            b={b?.output ?? ''}
            side={side}
            missing={own?.output == null}
            plain={plain || a?.output == null || b?.output == null}
            className="text-13 leading-[21px]"
          />
        )}
      </div>
      {scores.length > 0 && (
        <div className="border-t px-3.5 py-2 text-12">
          {scores.map(([scorer, score]) => (
            <div key={scorer}>
              <b className="font-strong">
                {scorer} {score === null ? '–' : score.toFixed(Number.isInteger(score) ? 1 : 3)}
              </b>{' '}
              <span className="text-muted-foreground">{verdictOf(score, item.expected)}</span>
            </div>
          ))}
        </div>
      )}
    </article>
  );
}

function verdictOf(score: number | null, expected: string | null): string {
  if (score === null) return 'could not be scored';
  const against =
    expected === null ? '' : ` against “${expected.length > 60 ? `${expected.slice(0, 60)}…` : expected}”`;
  if (score === 1) return `holds${against}`;
  return score === 0 ? `does not hold${against}` : `in part${against}`;
}
