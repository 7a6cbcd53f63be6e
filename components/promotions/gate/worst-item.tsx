import { areAlike } from '#components/evals/are-alike.ts';
import { inputLine } from '#components/evals/input-line.ts';
import { OutputText } from '#components/evals/output-text.tsx';
import { ScoreBadge } from '#components/evals/score-badge.tsx';
import { spentWords } from '#components/evals/spent-words.ts';
import type { PromotionDetail } from '#components/promotions/promotion-words.ts';
import { type Address, TextLink } from '#components/ui/link.tsx';
import { Mono } from '#components/ui/tags.tsx';

type Item = PromotionDetail['worst'][number]['items'][number];

/** One item that lost: its input, what was expected, and both answers, with differing words marked where few differ. */
export function WorstItem({
  item,
  versions,
  href,
}: {
  item: Item;
  /** Of the baseline and the candidate. */
  versions: [number | null, number];
  href: Address;
}) {
  const answers = { a: item.baseline.output ?? '', b: item.candidate.output ?? '' };
  const plain = !areAlike(answers.a, answers.b);
  const input = inputLine(item.input);
  return (
    <article className="min-w-0 border-b last:border-b-0 min-[1001px]:odd:border-r min-[1001px]:nth-last-2:odd:border-b-0">
      <h3 className="flex items-baseline gap-2.5 px-3 py-2">
        <TextLink
          href={href}
          className="max-w-40 flex-none truncate font-mono text-12 font-normal text-muted-foreground"
          title={item.item}
        >
          {item.item}
        </TextLink>
        <span className="min-w-0 flex-1 truncate font-strong" title={input}>
          {input}
        </span>
        {item.expected !== null && (
          <span className="max-w-40 flex-none truncate text-12 font-normal text-muted-foreground">
            expected <b className="font-strong text-foreground">{item.expected}</b>
          </span>
        )}
      </h3>
      <div className="grid grid-cols-2 border-t phone:grid-cols-1">
        <Answer side="A" version={versions[0]} item={item.item} of={item.baseline} answers={answers} plain={plain} />
        <Answer side="B" version={versions[1]} item={item.item} of={item.candidate} answers={answers} plain={plain} />
      </div>
    </article>
  );
}

function Answer({
  side,
  version,
  item,
  of,
  answers,
  plain,
}: {
  side: 'A' | 'B';
  version: number | null;
  item: string;
  of: Item['baseline'];
  answers: { a: string; b: string };
  plain: boolean;
}) {
  return (
    <div
      className={`min-w-0 px-3 py-2 ${side === 'B' ? 'border-l phone:border-t phone:border-l-0 phone:border-dashed' : ''}`}
    >
      <div className="mb-1 flex flex-wrap items-center gap-1.5 text-12">
        <Mono>{version ?? 'baseline'}</Mono>
        <ScoreBadge score={of.score} />
        <span className="ml-auto text-muted-foreground">{spentWords(of.answers[0])}</span>
      </div>
      <OutputText
        {...answers}
        side={side}
        missing={of.output === null}
        of={item}
        plain={plain}
        className="max-h-52 overflow-y-auto font-mono text-12 leading-[18px]"
      />
    </div>
  );
}
