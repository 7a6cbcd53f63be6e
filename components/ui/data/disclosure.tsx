import type { ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';
import { Icon } from '#components/ui/icons/icon.tsx';

/** What opens below its own line; the arrow shows that it does. */
export function Disclosure({ label, className, children }: { label: string; className?: string; children: ReactNode }) {
  return (
    <details className={cn('min-w-0', className)}>
      <summary className="flex min-h-6 cursor-pointer list-none items-center gap-1 text-12 text-muted-foreground hover:text-foreground phone:min-h-8 [&::-webkit-details-marker]:hidden">
        <span aria-hidden="true" className="flex-none [details[open]>summary>&]:rotate-90">
          <Icon name="chevron-right" size={14} />
        </span>
        {label}
      </summary>
      {children}
    </details>
  );
}
