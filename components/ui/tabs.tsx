import { cn } from './cn.ts';
import { count as formatCount } from './format.ts';
import { type Address, PlainLink } from './link.tsx';

export type TabLink = { href: Address; label: string; count?: number; current?: boolean };

/** Tabs that are links: the state is in the URL. They scroll sideways on a phone. */
export function LinkTabs({ label, tabs, className }: { label: string; tabs: TabLink[]; className?: string }) {
  return (
    <nav
      data-slot="tabs"
      aria-label={label}
      className={cn('flex gap-0.5 overflow-x-auto overflow-y-hidden border-b', className)}
    >
      {tabs.map((tab) => (
        <PlainLink
          key={tab.label}
          href={tab.href}
          scroll={false}
          aria-current={tab.current ? 'page' : undefined}
          className="-mb-px flex h-8.5 flex-none items-center border-b-2 border-transparent px-2.5 whitespace-nowrap text-muted-foreground hover:text-foreground focus-visible:-outline-offset-2 aria-[current=page]:border-foreground aria-[current=page]:font-strong aria-[current=page]:text-foreground phone:h-10"
        >
          {tab.label}
          {tab.count !== undefined && (
            <span className="ml-[5px] font-normal text-muted-foreground">{formatCount(tab.count)}</span>
          )}
        </PlainLink>
      ))}
    </nav>
  );
}
