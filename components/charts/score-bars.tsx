import { percent } from '../ui/format.ts';

export type CategoryScore = {
  name: string;
  /** 0 to 1; null when not measured. */
  value: number | null;
  low?: number | null;
  high?: number | null;
  /** Drawn in the colour of this verdict. */
  verdict?: 'pass' | 'fail' | 'inconclusive';
};

const FILLS = { pass: 'bg-pass', fail: 'bg-fail', inconclusive: 'bg-inconclusive' } as const;

/** Score by category as small upright bars with their intervals, in the given order; the words are in the title. */
export function ScoreBars({
  label,
  scores,
  height = 24,
  format = percent,
}: {
  /** Read aloud by screen readers before the scores: "Score by category". */
  label: string;
  scores: readonly CategoryScore[];
  height?: number;
  format?: (value: number | null) => string;
}) {
  const words = scores.map((score) => `${score.name} ${format(score.value)}`).join(', ');
  return (
    <span
      data-slot="score-bars"
      role="img"
      aria-label={`${label}: ${words}`}
      title={words}
      className="inline-flex w-fit items-end gap-[3px] border-b border-border-strong align-middle"
      style={{ height }}
    >
      {scores.map((score) => (
        <Bar key={score.name} score={score} />
      ))}
    </span>
  );
}

function Bar({ score: { value, low, high, verdict } }: { score: CategoryScore }) {
  if (value === null) return <span className="h-full w-2 border border-b-0 border-dashed border-border-strong" />;
  return (
    <span className="relative h-full w-2 bg-muted">
      <span
        className={`absolute inset-x-0 bottom-0 ${verdict ? FILLS[verdict] : 'bg-stable'} opacity-75`}
        style={{ height: `${clamp(value) * 100}%` }}
      />
      {typeof low === 'number' && typeof high === 'number' && (
        <span
          className="absolute left-1/2 w-[1.5px] -translate-x-1/2 bg-foreground"
          style={{ bottom: `${clamp(low) * 100}%`, height: `max(1.5px, ${(clamp(high) - clamp(low)) * 100}%)` }}
        />
      )}
    </span>
  );
}

const clamp = (value: number): number => Math.min(1, Math.max(0, value));
