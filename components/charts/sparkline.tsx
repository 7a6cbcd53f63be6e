import { cn } from '../ui/cn.ts';

type Values = ReadonlyArray<number | null>;

/**
 * A small line without axes, for tiles and rows; drawn on the server at any width. `previous` is the grey line of the
 * week before; `other` is a second arm. Hidden from screen readers unless it has a `label`.
 */
export function Sparkline({
  values,
  previous,
  other,
  colour = 'var(--foreground)',
  strong = false,
  limit,
  min,
  max,
  height = 26,
  label,
  className,
}: {
  values: Values;
  previous?: Values;
  other?: { values: Values; colour?: string };
  colour?: string;
  strong?: boolean;
  limit?: number;
  min?: number;
  max?: number;
  height?: number;
  label?: string;
  className?: string;
}) {
  const [lowest, highest] = sparkRange(values, previous ?? [], other?.values ?? [], [limit]);
  const [low, high] = [min ?? lowest, max ?? highest];
  const top = (value: number) => `${100 * (1 - (value - low) / (high - low || 1))}%`;
  const lastIndex = values.findLastIndex((value) => value !== null);
  const last = values[lastIndex];
  const stroke = { fill: 'none', vectorEffect: 'non-scaling-stroke', strokeLinejoin: 'round' } as const;
  return (
    <div
      data-slot="sparkline"
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
      className={cn('relative py-[3px] pr-1 pl-0.5', className)}
      style={{ height }}
    >
      <div className="relative size-full">
        <svg
          aria-hidden="true"
          viewBox="0 0 100 100"
          preserveAspectRatio="none"
          className="absolute inset-0 size-full overflow-visible"
        >
          {limit !== undefined && (
            <path
              d={`M0 ${Number.parseFloat(top(limit))}H100`}
              {...stroke}
              stroke="var(--fail)"
              strokeDasharray="4 3"
            />
          )}
          {previous && (
            <path d={sparkPath(previous, low, high)} {...stroke} stroke="var(--border-strong)" strokeWidth="1.25" />
          )}
          {other && (
            <path
              d={sparkPath(other.values, low, high)}
              {...stroke}
              stroke={other.colour ?? 'var(--stable)'}
              strokeWidth="1.25"
            />
          )}
          <path d={sparkPath(values, low, high)} {...stroke} stroke={colour} strokeWidth={strong ? 2 : 1.4} />
        </svg>
        {typeof last === 'number' && (
          <span
            className="absolute size-[4.4px] -translate-1/2 rounded-full"
            style={{
              background: colour,
              left: `${values.length > 1 ? (100 * lastIndex) / (values.length - 1) : 50}%`,
              top: top(last),
            }}
          />
        )}
      </div>
    </div>
  );
}

/** The path of a line in a box of 100 × 100, y downwards; null starts a new stroke. */
export function sparkPath(values: ReadonlyArray<number | null>, low: number, high: number): string {
  const span = high - low || 1;
  let drawing = false;
  return values
    .map((value, index) => {
      if (value === null) {
        drawing = false;
        return '';
      }
      const x = values.length > 1 ? (100 * index) / (values.length - 1) : 50;
      const y = 100 * (1 - (value - low) / span);
      const step = `${drawing ? 'L' : 'M'}${x.toFixed(2)} ${y.toFixed(2)}`;
      drawing = true;
      return step;
    })
    .join('');
}

/** The lowest and highest value of everything that is drawn; equal values get padding on both sides. */
export function sparkRange(
  ...lists: ReadonlyArray<ReadonlyArray<number | null | undefined>>
): [low: number, high: number] {
  const values = lists.flat().filter((value) => typeof value === 'number');
  if (values.length === 0) return [0, 1];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return low === high ? [low - Math.abs(low || 1) * 0.5, high + Math.abs(high || 1) * 0.5] : [low, high];
}
