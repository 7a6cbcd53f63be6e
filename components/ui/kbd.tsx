import type { ReactNode } from 'react';
import { cn } from './cn.ts';

/** A key, where it can be used. Hidden on phones. */
export function Kbd({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <kbd
      className={cn(
        'inline-block h-[18px] min-w-[18px] rounded-[4px] border border-b-2 border-border-strong bg-card px-1 text-center font-sans text-11 font-medium text-muted-foreground phone:hidden',
        className,
      )}
    >
      {children}
    </kbd>
  );
}
