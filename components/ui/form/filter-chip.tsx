import type { ComponentProps } from 'react';
import { cn } from '#components/ui/cn.ts';
import { Icon } from '#components/ui/icons/icon.tsx';

const CHIP =
  'inline-flex h-7 flex-none cursor-pointer items-center gap-[5px] rounded-md border border-border-strong bg-card px-2 text-12 whitespace-nowrap hover:bg-accent phone:h-8.5';

/** One filter of a list: `environment production ×`. With `onClear` a click removes it, else it opens a choice. */
export function FilterChip({
  name,
  value,
  onClear,
  className,
  ...rest
}: Omit<ComponentProps<'button'>, 'value'> & { name: string; value: string; onClear?: () => void }) {
  return (
    <button type="button" data-slot="filter-chip" onClick={onClear} className={cn(CHIP, className)} {...rest}>
      <span className="text-muted-foreground">{name}</span>
      <span className="max-w-72 truncate phone:max-w-52" title={value}>
        {value}
      </span>
      {onClear && <span className="sr-only">, remove this filter</span>}
      <Icon name={onClear ? 'close' : 'chevron-down'} size={12} />
    </button>
  );
}

/** A button that opens the choice of a further filter. */
export function AddFilter({ children = 'Filter', className, ...rest }: ComponentProps<'button'>) {
  return (
    <button
      type="button"
      className={cn(CHIP, 'border-dashed bg-transparent text-muted-foreground', className)}
      {...rest}
    >
      <Icon name="plus" size={12} />
      {children}
    </button>
  );
}
