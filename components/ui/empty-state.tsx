import type { ReactNode } from 'react';
import { cn } from './cn.ts';
import { CommandLine } from './command-line.tsx';

/** The purpose of the page in one sentence, the one command that fills it, and the buttons that do it here. */
export function EmptyState({
  title,
  children,
  command,
  action,
  level = 3,
  className,
}: {
  title: ReactNode;
  /** One sentence: it is rendered in a paragraph, which cannot hold a block. */
  children: string | readonly (string | number)[];
  /** With the installation's own address and `$SWITCHYARD_API_KEY`. */
  command?: string;
  action?: ReactNode;
  level?: 2 | 3;
  className?: string;
}) {
  const Heading = `h${level}` as const;
  return (
    <div data-slot="empty" className={cn('grid max-w-[64ch] justify-items-start gap-2.5 px-5 py-7', className)}>
      <Heading className="text-14 leading-5 font-semibold">{title}</Heading>
      <p className="text-pretty text-muted-foreground">{children}</p>
      {command && <CommandLine command={command} />}
      {action && <div className="flex flex-wrap items-center gap-2">{action}</div>}
    </div>
  );
}
