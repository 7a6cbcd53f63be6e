import { cn } from '../ui/cn.ts';

/**
 * Two distributions over the same bins, each bar as a share of its own distribution: the reference as grey bars, the
 * present as a blue step line.
 */
export function HistogramPair({
  reference,
  now,
  label,
  height = 46,
  className,
}: {
  /** Counts or shares per bin; both lists have the same bins. */
  reference: readonly number[];
  now: readonly number[];
  /** Read aloud by screen readers: "Prompt length: reference and last 6 h, PSI 0.31". */
  label: string;
  height?: number;
  className?: string;
}) {
  const [before, after] = [shares(reference), shares(now)];
  const highest = Math.max(...before, ...after, Number.MIN_VALUE);
  const width = 100 / Math.max(1, before.length, after.length);
  const y = (share: number) => 100 - (94 * share) / highest;
  const steps = after.map((share, bin) => `L${bin * width} ${y(share)}L${(bin + 1) * width} ${y(share)}`).join('');
  return (
    <svg
      data-slot="histogram-pair"
      role="img"
      aria-label={label}
      viewBox="0 0 100 100"
      preserveAspectRatio="none"
      className={cn('block w-full overflow-visible border-b border-border-strong', className)}
      style={{ height }}
    >
      {before.map((share, bin) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: a bin is its place
          key={bin}
          x={bin * width + width * 0.04}
          width={width * 0.92}
          y={y(share)}
          height={100 - y(share)}
          fill="var(--stable)"
          opacity=".32"
        />
      ))}
      {after.length > 0 && (
        <path
          d={`M0 100${steps}L${after.length * width} 100`}
          fill="var(--candidate)"
          fillOpacity=".12"
          stroke="var(--candidate)"
          strokeWidth="1.5"
          strokeLinejoin="round"
          vectorEffect="non-scaling-stroke"
        />
      )}
    </svg>
  );
}

function shares(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return counts.map((count) => (total > 0 ? count / total : 0));
}

/** The legend of the two drawings, for the header of the panel. */
export function HistogramKey({ reference = 'reference', now = 'now' }: { reference?: string; now?: string }) {
  return (
    <span className="flex gap-3 text-12 text-muted-foreground phone:hidden">
      <span className="inline-flex items-center gap-[5px]">
        <span aria-hidden="true" className="size-2.5 rounded-[2px] bg-stable opacity-40" />
        {reference}
      </span>
      <span className="inline-flex items-center gap-[5px]">
        <span aria-hidden="true" className="w-3.5 border-t-2 border-candidate" />
        {now}
      </span>
    </span>
  );
}
