'use client';

import type { ComponentProps, ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';
import { Icon } from '#components/ui/icons/icon.tsx';

type Choice = Omit<ComponentProps<'input'>, 'type'> & { children: ReactNode; hint?: ReactNode };

const ROW = 'flex min-h-6 cursor-pointer items-start gap-2 py-0.5 has-disabled:cursor-not-allowed';
const BOX =
  'peer size-[18px] cursor-[inherit] appearance-none border-[1.5px] border-input bg-card disabled:bg-muted checked:border-primary checked:bg-primary';

function Words({ children, hint }: { children: ReactNode; hint?: ReactNode }) {
  return (
    <span className="min-w-0">
      {children}
      {hint && <span className="block text-12 text-muted-foreground">{hint}</span>}
    </span>
  );
}

/** A checkbox with its label. */
export function Checkbox({ children, hint, className, ...rest }: Choice) {
  return (
    <label className={cn(ROW, className)}>
      <span className="relative mt-px flex flex-none">
        <input type="checkbox" className={cn(BOX, 'rounded-[4px]')} {...rest} />
        <Icon
          name="check"
          size={12}
          className="pointer-events-none absolute top-[3px] left-[3px] hidden text-primary-foreground peer-checked:block"
        />
      </span>
      <Words hint={hint}>{children}</Words>
    </label>
  );
}

/** One choice of several: give all of a group the same `name`, inside a fieldset with a legend. */
export function Radio({ children, hint, className, ...rest }: Choice) {
  return (
    <label className={cn(ROW, className)}>
      <input
        type="radio"
        className={cn(
          BOX,
          'mt-px flex-none rounded-full checked:border-[5px] checked:border-primary checked:bg-primary-foreground',
        )}
        {...rest}
      />
      <Words hint={hint}>{children}</Words>
    </label>
  );
}
