import type { ComponentProps, ReactNode } from 'react';
import { cn } from './cn.ts';

/** A framed part of a page: header, body or rows, foot. Never nested. */
export function Panel({ className, ...rest }: ComponentProps<'section'>) {
  return (
    <section
      data-slot="panel"
      className={cn('flex min-w-0 flex-col rounded-lg border bg-card text-card-foreground', className)}
      {...rest}
    />
  );
}

/**
 * Title, a grey qualifier, and on the right what belongs to the whole panel (count, link, buttons). `badge` follows the
 * title; `quiet` leaves out the rule (chart panels).
 */
export function PanelHeader({
  title,
  level = 2,
  qualifier,
  badge,
  meta,
  quiet = false,
  id,
  className,
}: {
  title: ReactNode;
  level?: 2 | 3;
  qualifier?: ReactNode;
  badge?: ReactNode;
  meta?: ReactNode;
  quiet?: boolean;
  id?: string;
  className?: string;
}) {
  const Heading = `h${level}` as const;
  return (
    <div
      data-slot="panel-header"
      className={cn(
        'flex items-center gap-2 px-3 phone:flex-wrap phone:gap-y-0.5',
        quiet ? 'min-h-8.5 pt-1' : 'min-h-9.5 border-b py-1',
        className,
      )}
    >
      <Heading id={id} className="text-13 font-semibold whitespace-nowrap phone:whitespace-normal">
        {title}
      </Heading>
      {badge}
      {qualifier && <span className="min-w-0 truncate text-12 text-muted-foreground phone:hidden">{qualifier}</span>}
      {meta !== undefined && meta !== null && meta !== false && meta !== '' && (
        <div
          className={cn(
            'ml-auto flex flex-none items-center gap-2 whitespace-nowrap phone:max-w-full phone:flex-initial',
            quiet ? 'font-semibold' : 'text-12 text-muted-foreground',
          )}
        >
          {meta}
        </div>
      )}
    </div>
  );
}

export function PanelBody({ className, ...rest }: ComponentProps<'div'>) {
  return <div data-slot="panel-body" className={cn('p-3', className)} {...rest} />;
}

/** Method, n, and the consequence, in grey. */
export function PanelFoot({ className, ...rest }: ComponentProps<'div'>) {
  return (
    <div
      data-slot="panel-foot"
      className={cn('border-t px-3 py-2 text-12 text-muted-foreground', className)}
      {...rest}
    />
  );
}
