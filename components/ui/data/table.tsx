import type { ComponentProps, ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';

/**
 * A table in a panel. It scrolls sideways in a focusable region where it is too wide; with `stack` it becomes
 * label/value rows on phones instead (give every Td its `label`, and `head` to the one that names the row).
 */
export function Table({
  label,
  stack = false,
  dense = false,
  className,
  children,
}: {
  /** What the table shows; only for screen readers. */
  label: string;
  stack?: boolean;
  dense?: boolean;
  className?: string;
  children: ReactNode;
}) {
  return (
    <section
      data-slot="table-scroll"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={label}
      className={cn('overflow-x-auto focus-visible:-outline-offset-2', stack && 'phone:overflow-x-visible')}
    >
      <table
        data-slot="table"
        data-stack={stack || undefined}
        data-dense={dense || undefined}
        className={cn('group/table w-full border-collapse data-stack:phone:block', className)}
      >
        {children}
      </table>
    </section>
  );
}

export function THead({ className, ...rest }: ComponentProps<'thead'>) {
  return <thead className={cn('phone:group-data-stack/table:sr-only', className)} {...rest} />;
}

export function TBody({ className, ...rest }: ComponentProps<'tbody'>) {
  return (
    <tbody
      className={cn(
        '[&>tr:last-child>td]:border-b-0 phone:group-data-stack/table:block phone:group-data-stack/table:[&>tr:last-child]:border-b-0',
        className,
      )}
      {...rest}
    />
  );
}

/** `tall` for two-line rows (46 px); `selected` for the open row; the hover style shows that the row is a link. */
export function Tr({
  tall = false,
  hover = false,
  selected = false,
  className,
  ...rest
}: ComponentProps<'tr'> & { tall?: boolean; hover?: boolean; selected?: boolean }) {
  return (
    <tr
      data-tall={tall || undefined}
      className={cn(
        'group/row phone:group-data-stack/table:block phone:group-data-stack/table:border-b phone:group-data-stack/table:px-3 phone:group-data-stack/table:py-2',
        hover && 'hover:[&>td]:bg-muted',
        selected && '[&>td]:bg-accent',
        className,
      )}
      {...rest}
    />
  );
}

export function Th({ num = false, className, ...rest }: ComponentProps<'th'> & { num?: boolean }) {
  return (
    <th
      scope="col"
      className={cn(
        'h-7.5 border-b bg-card px-2 text-left text-12 font-medium whitespace-nowrap text-muted-foreground first:pl-3 last:pr-3',
        num && 'text-right',
        className,
      )}
      {...rest}
    />
  );
}

/**
 * A cell. `num` aligns right; `sub` is the small grey second line; `label` names the value on phones, where a row is a
 * list of its values and leaves out those that are `unknown`.
 */
export function Td({
  num = false,
  head = false,
  unknown = false,
  label,
  sub,
  className,
  children,
  ...rest
}: ComponentProps<'td'> & { num?: boolean; head?: boolean; unknown?: boolean; label?: string; sub?: ReactNode }) {
  return (
    <td
      data-label={label}
      className={cn(
        'h-9 border-b px-2 align-middle first:pl-3 last:pr-3 group-data-dense/table:h-7.5 group-data-tall/row:h-11.5',
        num && 'text-right whitespace-nowrap',
        head && 'phone:group-data-stack/table:font-strong',
        'phone:group-data-stack/table:flex phone:group-data-stack/table:h-auto phone:group-data-stack/table:min-h-7 phone:group-data-stack/table:items-baseline phone:group-data-stack/table:justify-between phone:group-data-stack/table:gap-3 phone:group-data-stack/table:border-0 phone:group-data-stack/table:px-0 phone:group-data-stack/table:py-1 phone:group-data-stack/table:text-right',
        head
          ? 'phone:group-data-stack/table:text-left'
          : 'phone:group-data-stack/table:before:flex-none phone:group-data-stack/table:before:text-12 phone:group-data-stack/table:before:font-normal phone:group-data-stack/table:before:text-muted-foreground phone:group-data-stack/table:before:content-[attr(data-label)]',
        unknown && 'phone:group-data-stack/table:hidden',
        className,
      )}
      {...rest}
    >
      {sub === undefined ? (
        children
      ) : (
        <div className="min-w-0">
          {children}
          <span className="block text-11 leading-[14px] font-normal text-muted-foreground">{sub}</span>
        </div>
      )}
    </td>
  );
}
