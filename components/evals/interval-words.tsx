import { percent, sampleSize } from '#components/ui/format.ts';

type Score = { score: number | null; ci95: readonly [number, number] | null; n: number };

/** A score with what it stands on: `84.0 %` and under it `81.6 to 86.1, n 1,000`. */
export function ScoreWithInterval({ score, strong = true }: { score: Score | null; strong?: boolean }) {
  if (!score || score.score === null) return <span className="text-muted-foreground">–</span>;
  const ends = score.ci95?.map((end) => percent(end).replace(/\s?%$/, '')).join(' to ');
  return (
    <span className="inline-block min-w-0">
      <span className={strong ? 'font-strong' : undefined}>{percent(score.score)}</span>
      <span className="block text-11 leading-[14px] font-normal whitespace-nowrap text-muted-foreground">
        {ends ? `${ends}, ` : ''}
        {sampleSize(score.n)}
      </span>
    </span>
  );
}
