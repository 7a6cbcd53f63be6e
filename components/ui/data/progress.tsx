import type { ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';

/** A progress bar, and under it what is done and what it has cost. Blue only for traffic shares. */
export function Progress({
  label,
  value,
  max = 1,
  tone = 'quiet',
  shape = 'bar',
  left,
  right,
  className,
}: {
  /** Read aloud by screen readers: "Eval run of support/reply 10". */
  label: string;
  value: number;
  max?: number;
  tone?: 'quiet' | 'candidate' | 'stable';
  /** `edge` is the thin line under a panel header. */
  shape?: 'bar' | 'edge';
  left?: ReactNode;
  right?: ReactNode;
  className?: string;
}) {
  const part = max > 0 ? Math.min(1, Math.max(0, value / max)) : 0;
  const fill = { quiet: 'bg-muted-foreground', candidate: 'bg-candidate', stable: 'bg-stable' }[tone];
  return (
    <div data-slot="progress" className={cn('min-w-0', className)}>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuenow={Math.round(part * 100)}
        aria-valuemin={0}
        aria-valuemax={100}
        className={cn('overflow-hidden bg-stable-soft', shape === 'edge' ? 'h-[3px]' : 'h-1.5 rounded-sm')}
      >
        <div className={cn('h-full forced-color-adjust-none', fill)} style={{ width: `${part * 100}%` }} />
      </div>
      {(left !== undefined || right !== undefined) && (
        <div className="mt-[3px] flex justify-between text-11 leading-[14px] text-muted-foreground">
          <span>{left}</span>
          <span>{right}</span>
        </div>
      )}
    </div>
  );
}
