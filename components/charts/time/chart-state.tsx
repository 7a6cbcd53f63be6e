import type { ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';

/** Replaces a chart, at its height: `little` data (dashed, with the amount that is missing) or none at all (hatch). */
export function ChartState({
  kind,
  height,
  children,
  className,
}: {
  kind: 'little' | 'none';
  height: number;
  /** "212 of 300 requests, about 40 min to go"; "no requests since 12:40". */
  children: ReactNode;
  className?: string;
}) {
  return (
    <div
      data-slot="chart-state"
      style={{ height }}
      className={cn(
        'grid place-items-center text-center text-12 text-muted-foreground',
        kind === 'little'
          ? 'rounded-sm border border-dashed border-border-strong'
          : 'border-b border-border-strong bg-[repeating-linear-gradient(135deg,var(--grid)_0_1px,transparent_1px_7px)]',
        className,
      )}
    >
      <span className={kind === 'none' ? 'bg-card px-2 py-0.5' : undefined}>{children}</span>
    </div>
  );
}
