import type { ReactNode } from 'react';
import { cn } from './cn.ts';

/** The headline of a page, then one grey line of evidence. Every page opens with it. */
export function PageHeadline({
  eyebrow,
  children,
  evidence,
  className,
}: {
  /** State, name, environments: badges and tags in one row above the sentence. */
  eyebrow?: ReactNode;
  /** The sentence. */
  children: ReactNode;
  evidence?: ReactNode;
  className?: string;
}) {
  return (
    <header data-slot="page-headline" className={cn('min-w-0 [overflow-wrap:anywhere]', className)}>
      {eyebrow && <div className="mb-1.5 flex flex-wrap items-center gap-2">{eyebrow}</div>}
      <h1 className="max-w-[92ch] text-20 font-semibold tracking-[-0.014em] text-pretty phone:text-[18px] phone:leading-[25px]">
        {children}
      </h1>
      {evidence && <p className="mt-0.5 max-w-[136ch] text-pretty text-muted-foreground">{evidence}</p>}
    </header>
  );
}
