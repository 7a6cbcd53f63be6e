'use client';

import { usePathname } from 'next/navigation';
import { useProject } from '#components/shell/project-context.tsx';
import { cn } from '#components/ui/cn.ts';
import { Icon } from '#components/ui/icons/icon.tsx';
import { PlainLink } from '#components/ui/link.tsx';
import { isAt, PLACES, type Place } from './places.ts';

/** How much of a place waits; 0 is not shown. `isUrgent`: in red. */
export type PlaceCount = { count: number; word: string; isUrgent?: boolean };

/**
 * The places of the project in their groups. Between 720 and 1100 px only icons, unless `full` (the sheet on phones).
 */
export function NavList({ full = false, counts = {} }: { full?: boolean; counts?: Record<string, PlaceCount> }) {
  return (
    <nav aria-label="Main">
      {PLACES.map(({ group, places }) => (
        <div key={group ?? ''}>
          {group && (
            <h2
              className={cn(
                'px-2 pt-3 pb-1 text-11 font-medium text-muted-foreground',
                !full &&
                  'compact:mx-2 compact:my-1 compact:h-2 compact:border-b compact:border-sidebar-border compact:p-0',
              )}
            >
              <span className={cn(!full && 'compact:sr-only')}>{group}</span>
            </h2>
          )}
          <ul>
            {places.map((place) => (
              <NavItem key={place.label} place={place} full={full} waiting={counts[place.label]} />
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

function NavItem({ place, full, waiting }: { place: Place; full: boolean; waiting: PlaceCount | undefined }) {
  const project = useProject();
  const pathname = usePathname();
  return (
    <li>
      <PlainLink
        href={place.href(project.project.name)}
        title={place.label}
        aria-current={isAt(pathname, project.project.name, place) ? 'page' : undefined}
        className={cn(
          'flex items-center gap-2 rounded-md px-2 hover:bg-accent',
          'aria-[current=page]:bg-sidebar-accent aria-[current=page]:font-strong aria-[current=page]:text-sidebar-accent-foreground aria-[current=page]:shadow-[inset_0_0_0_1px_var(--sidebar-border)]',
          full ? 'h-10' : 'h-7 compact:h-8 compact:justify-center',
        )}
      >
        <Icon name={place.icon} />
        <span className={cn(!full && 'compact:sr-only')}>{place.label}</span>
        {waiting !== undefined && waiting.count > 0 && (
          <span
            className={cn(
              'ml-auto min-w-[18px] rounded-[8px] px-[5px] text-center text-11',
              waiting.isUrgent === true ? 'bg-fail-soft text-fail' : 'bg-accent text-foreground',
              !full && 'compact:sr-only',
            )}
          >
            {waiting.count}
            <span className="sr-only"> {waiting.word}</span>
          </span>
        )}
      </PlainLink>
    </li>
  );
}
