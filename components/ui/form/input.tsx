'use client';

import type { ComponentProps } from 'react';
import { cn } from '#components/ui/cn.ts';
import { Icon } from '#components/ui/icons/icon.tsx';
import { useFieldLink } from './field-context.ts';

const CONTROL =
  'w-full min-w-0 rounded-md border border-input bg-card text-13 text-foreground disabled:bg-muted disabled:text-muted-foreground aria-invalid:border-fail aria-invalid:shadow-[inset_0_0_0_1px_var(--fail)] phone:text-16';

export function Input({ className, ...rest }: ComponentProps<'input'>) {
  return (
    <input
      data-slot="input"
      {...useFieldLink()}
      className={cn(CONTROL, 'h-8 px-2.5 read-only:bg-muted phone:h-10', className)}
      {...rest}
    />
  );
}

export function Textarea({ className, rows = 4, ...rest }: ComponentProps<'textarea'>) {
  return (
    <textarea
      data-slot="textarea"
      rows={rows}
      {...useFieldLink()}
      className={cn(CONTROL, 'min-h-8 resize-y px-2.5 py-1.5 read-only:bg-muted', className)}
      {...rest}
    />
  );
}

/** The browser's own select, with its own keys and pickers. */
export function Select({ className, children, ...rest }: ComponentProps<'select'>) {
  return (
    <span className={cn('relative block min-w-0', className)}>
      <select
        data-slot="select"
        {...useFieldLink()}
        className={cn(CONTROL, 'h-8 cursor-pointer appearance-none pr-7 pl-2.5 phone:h-10')}
        {...rest}
      >
        {children}
      </select>
      <Icon
        name="chevron-down"
        size={14}
        className="pointer-events-none absolute top-1/2 right-2 -translate-y-1/2 text-muted-foreground"
      />
    </span>
  );
}
