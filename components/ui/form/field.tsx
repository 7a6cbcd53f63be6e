'use client';

import { type ReactNode, useId } from 'react';
import { cn } from '#components/ui/cn.ts';
import { Icon } from '#components/ui/icons/icon.tsx';
import { FieldContext } from './field-context.ts';

/** Label above, one control inside (Input, Select, Textarea, or any that spreads useFieldLink), error under it. */
export function Field({
  label,
  hint,
  error,
  hideLabel = false,
  className,
  children,
}: {
  label: ReactNode;
  hint?: ReactNode;
  /** What is wrong and what to do: "Step 3 is below step 2. Steps only grow." */
  error?: ReactNode;
  hideLabel?: boolean;
  className?: string;
  children: ReactNode;
}) {
  const id = useId();
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;
  return (
    <div data-slot="field" className={cn('grid min-w-0 content-start gap-1', className)}>
      <label htmlFor={id} className={cn('text-12 font-medium', hideLabel && 'sr-only')}>
        {label}
      </label>
      <FieldContext value={{ id, describedBy, invalid: Boolean(error) }}>{children}</FieldContext>
      {hint && (
        <div id={`${id}-hint`} className="text-12 text-muted-foreground">
          {hint}
        </div>
      )}
      {error && <FieldError id={`${id}-error`}>{error}</FieldError>}
    </div>
  );
}

/** The error of a field with its icon; also for a whole form, above its buttons. */
export function FieldError({ id, children }: { id?: string; children: ReactNode }) {
  return (
    <div id={id} role="alert" className="flex items-start gap-[5px] text-12 text-fail">
      <Icon name="fail" size={14} className="mt-px" />
      <span className="min-w-0">{children}</span>
    </div>
  );
}
