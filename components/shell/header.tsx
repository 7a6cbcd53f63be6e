'use client';

import { usePathname } from 'next/navigation';
import { useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Kbd } from '../ui/kbd.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { AccountMenu } from './account-menu.tsx';
import { Breadcrumbs } from './breadcrumbs.tsx';
import { SidebarContent } from './sidebar.tsx';
import { StaleBadge } from './stale-badge.tsx';
import type { Theme } from './theme.ts';
import { ThemeMenu } from './theme-menu.tsx';

/** What may lie over the page. */
export type Over = 'palette' | 'keys' | 'password';

/** Where one is, find anything, light or dark, who one is. `onOpen` shows what lies over the page. */
export function Header({ theme, onOpen }: { theme: Theme; onOpen: (over: Over) => void }) {
  return (
    <header className="sticky top-0 z-20 flex h-(--header-height) items-center gap-3 border-b bg-background px-5 compact:px-4 phone:gap-2 phone:px-3">
      <PlacesSheet />
      <Breadcrumbs />
      <div className="ml-auto flex items-center gap-1.5">
        <StaleBadge />
        <button
          type="button"
          onClick={() => onOpen('palette')}
          aria-keyshortcuts="Control+K Meta+K"
          className="flex h-7.5 w-[220px] items-center gap-2 rounded-md border border-border-strong bg-card px-2 whitespace-nowrap text-muted-foreground hover:bg-accent compact:w-7.5 compact:justify-center compact:px-0 phone:size-10 phone:border-transparent phone:bg-transparent"
        >
          <Icon name="search" size={14} />
          <span className="compact:sr-only">Find anything</span>
          <span aria-hidden="true" className="ml-auto flex gap-0.5 compact:hidden">
            <Kbd>Ctrl</Kbd>
            <Kbd>K</Kbd>
          </span>
        </button>
        <ThemeMenu initial={theme} />
        <AccountMenu onKeys={() => onOpen('keys')} onPassword={() => onOpen('password')} />
      </div>
    </header>
  );
}

/** On phones the sidebar comes from the left, and leaves when a place was chosen. */
function PlacesSheet() {
  const pathname = usePathname();
  // Open on one page only: arriving on the next one has closed it.
  const [openOn, setOpenOn] = useState<string | null>(null);
  return (
    <Sheet
      title="Menu"
      side="left"
      bare
      open={openOn === pathname}
      onOpenChange={(open) => setOpenOn(open ? pathname : null)}
      className="bg-sidebar text-sidebar-foreground"
      trigger={
        <Button variant="ghost" size="icon" aria-label="Menu" className="hidden phone:inline-flex">
          <Icon name="menu" />
        </Button>
      }
    >
      <div className="px-2 pb-2">
        <SidebarContent full />
      </div>
    </Sheet>
  );
}
