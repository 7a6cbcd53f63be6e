import type { ComponentProps, ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';

/** A list of rows in a panel: badge or icon, two lines of text, an action. */
export function Rows({ className, ...rest }: ComponentProps<'ul'>) {
  return <ul data-slot="rows" className={cn('[&>li:last-child]:border-b-0', className)} {...rest} />;
}

/** `lead` has a column of its own (128 px when it is a badge); on phones it is above the text. */
export function Row({
  lead,
  leadWidth = 'auto',
  title,
  sub,
  action,
  className,
}: {
  lead?: ReactNode;
  leadWidth?: 'auto' | 'badge';
  title: ReactNode;
  sub?: ReactNode;
  action?: ReactNode;
  className?: string;
}) {
  const badge = leadWidth === 'badge';
  return (
    <li
      className={cn(
        'min-h-9 items-center gap-2.5 border-b px-3 py-2',
        badge ? 'grid grid-cols-[128px_minmax(0,1fr)_auto] phone:grid-cols-[minmax(0,1fr)_auto]' : 'flex',
        className,
      )}
    >
      {badge ? <div className="flex phone:col-span-full">{lead}</div> : lead}
      <div className="min-w-0 flex-1">
        <div className="truncate phone:whitespace-normal">{title}</div>
        {sub && <div className="text-12 text-muted-foreground">{sub}</div>}
      </div>
      {action && <div className="flex flex-none items-center gap-2">{action}</div>}
    </li>
  );
}

/** Names and values in two columns: message, author, commit, digest. */
export function Facts({ facts, className }: { facts: Array<[name: ReactNode, value: ReactNode]>; className?: string }) {
  return (
    <dl
      className={cn(
        'grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-[5px] text-12 leading-[18px] [&_dd]:text-right [&_dd]:[overflow-wrap:anywhere] [&_dt]:text-muted-foreground',
        className,
      )}
    >
      {facts.map(([name, value], index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the facts of a thing keep their order
        <FactPair key={index} name={name} value={value} />
      ))}
    </dl>
  );
}

function FactPair({ name, value }: { name: ReactNode; value: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  );
}
