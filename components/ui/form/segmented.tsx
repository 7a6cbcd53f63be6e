import { cn } from '#components/ui/cn.ts';
import { type Address, PlainLink } from '#components/ui/link.tsx';

const SEGMENT =
  'inline-flex h-7 cursor-pointer items-center border-l border-border px-[9px] text-12 whitespace-nowrap text-muted-foreground first:border-l-0 hover:bg-accent hover:text-foreground focus-visible:-outline-offset-2 phone:h-8.5';
const PRESSED = 'bg-primary font-medium text-primary-foreground hover:bg-primary hover:text-primary-foreground';

export type Segment<Value extends string> = { value: Value; label: string; href?: Address };

/** A choice of one among a few. Options with `href` are links (the state is in the URL), else buttons. */
export function Segmented<Value extends string>({
  label,
  options,
  value,
  onChange,
  className,
}: {
  label: string;
  options: ReadonlyArray<Segment<Value>>;
  value: Value | null;
  onChange?: (value: Value) => void;
  className?: string;
}) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a form's look and legend
    <div
      role="group"
      data-slot="segmented"
      aria-label={label}
      className={cn('inline-flex flex-none overflow-hidden rounded-md border border-border-strong bg-card', className)}
    >
      {options.map((option) => {
        const on = option.value === value;
        const look = cn(SEGMENT, on && PRESSED);
        return option.href ? (
          <PlainLink
            key={option.value}
            href={option.href}
            scroll={false}
            aria-current={on || undefined}
            className={look}
          >
            {option.label}
          </PlainLink>
        ) : (
          <button
            key={option.value}
            type="button"
            aria-pressed={on}
            onClick={() => onChange?.(option.value)}
            className={look}
          >
            {option.label}
          </button>
        );
      })}
    </div>
  );
}
