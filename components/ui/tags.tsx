import type { ReactNode } from 'react';
import { cn } from './cn.ts';

export type EnvironmentShape = 'dashed' | 'outlined' | 'filled';

const ENVIRONMENTS = {
  dashed: 'border border-dashed border-experiment text-experiment',
  outlined: 'border border-staging text-staging',
  filled: 'bg-production text-production-foreground',
} satisfies Record<EnvironmentShape, string>;

const SHAPE_OF: Record<string, EnvironmentShape> = { experiment: 'dashed', staging: 'outlined', production: 'filled' };

/** An environment, distinguished by shape before colour. Names other than the three usual ones give their `shape`. */
export function EnvironmentBadge({
  name,
  shape = SHAPE_OF[name] ?? 'outlined',
  children,
  className,
}: {
  name: string;
  shape?: EnvironmentShape;
  children?: ReactNode;
  className?: string;
}) {
  return (
    <span
      data-slot="environment"
      className={cn(
        'inline-flex h-5 items-center gap-1.5 rounded-sm px-[7px] text-12 leading-5 font-medium whitespace-nowrap',
        ENVIRONMENTS[shape],
        className,
      )}
    >
      {children ?? name}
    </span>
  );
}

/** The arm of a rollout: a thin slate line for stable, a thick blue one for candidate. */
export function ArmTag({ arm, children }: { arm: 'stable' | 'candidate' | 'shadow'; children?: ReactNode }) {
  const line = {
    stable: 'border-t-2 border-stable',
    candidate: 'border-t-[3px] border-candidate',
    shadow: 'border-t-2 border-dashed border-stable',
  }[arm];
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap text-12">
      <span aria-hidden="true" className={cn('h-0 w-3.5', line)} />
      {children ?? arm}
    </span>
  );
}

/** The letter of a side in a comparison: A is slate, B is blue. */
export function SideLetter({ side, className }: { side: 'A' | 'B'; className?: string }) {
  return (
    <span
      className={cn(
        'inline-grid size-5 flex-none place-items-center rounded-sm text-12 leading-5 font-semibold text-card',
        side === 'A' ? 'bg-stable' : 'bg-candidate',
        className,
      )}
    >
      {side}
    </span>
  );
}

/** A small framed fact: `<Chip>model <b>atlas-2</b></Chip>`. */
export function Chip({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <span
      className={cn(
        'inline-flex h-5 items-center gap-[5px] rounded-sm border px-1.5 text-12 leading-[18px] whitespace-nowrap text-muted-foreground [&_b]:font-strong [&_b]:text-foreground',
        className,
      )}
    >
      {children}
    </span>
  );
}

/** Ids, digests, prompt and model names, versions. */
export function Mono({ children, className }: { children: ReactNode; className?: string }) {
  return <span className={cn('font-mono text-[0.9231em] [font-variant-ligatures:none]', className)}>{children}</span>;
}
