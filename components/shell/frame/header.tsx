'use client';

import { usePathname } from 'next/navigation';
import { useState } from 'react';
import { leave } from '#components/shell/leave.ts';
import { useProject } from '#components/shell/project-context.tsx';
import { roleWord } from '#components/shell/words.ts';
import { Avatar } from '#components/ui/avatar.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { Icon } from '#components/ui/icons/icon.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { Menu, MenuChoices, MenuDivider, MenuHeading, MenuItem } from '#components/ui/overlay/menu.tsx';
import { Sheet } from '#components/ui/overlay/sheet.tsx';
import { Bell } from './bell.tsx';
import { Breadcrumbs } from './breadcrumbs.tsx';
import { SidebarContent } from './sidebar.tsx';
import { StaleBadge } from './stale-badge.tsx';
import { setTheme, type Theme } from './theme.ts';

/** What can be open over the page. */
export type Over = 'palette' | 'keys' | 'password';

/** Breadcrumbs, search, the bell, theme and account menu. `onOpen` opens a window over the page. */
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
        <Bell />
        <ThemeMenu initial={theme} />
        <AccountMenu onKeys={() => onOpen('keys')} onPassword={() => onOpen('password')} />
      </div>
    </header>
  );
}

/** On phones the sidebar slides in from the left and closes when a place was chosen. */
function PlacesSheet() {
  const pathname = usePathname();
  // The page on which the sheet was opened: on any other page it is closed.
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

/** Who is signed in, the list of keys, the password, and signing out. */
function AccountMenu({ onKeys, onPassword }: { onKeys: () => void; onPassword: () => void }) {
  const { person, role } = useProject();
  return (
    <Menu
      align="end"
      trigger={
        <button type="button" className="grid size-7.5 place-items-center rounded-full hover:bg-accent phone:size-10">
          <Avatar name={person.name} />
          <span className="sr-only">Signed in as {person.name}</span>
        </button>
      }
    >
      <MenuHeading>
        {person.name}, {roleWord(role)}
      </MenuHeading>
      <MenuItem onSelect={onKeys} hint="?">
        Keyboard
      </MenuItem>
      <MenuItem onSelect={onPassword}>Change password</MenuItem>
      <MenuDivider />
      <MenuItem onSelect={() => void leave()}>Sign out</MenuItem>
    </Menu>
  );
}

const OPTIONS = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const;

/** Light, dark, or the system's theme; `initial` is the cookie's value when the page was rendered. */
function ThemeMenu({ initial }: { initial: Theme }) {
  const [theme, setChosen] = useState<Theme>(initial);
  function choose(next: Theme) {
    setTheme(next);
    setChosen(next);
  }
  return (
    <Menu
      align="end"
      trigger={
        <Button variant="ghost" size="icon" aria-label="Light or dark" title="Light or dark">
          <Icon name="theme" />
        </Button>
      }
    >
      <MenuChoices label="Theme" value={theme} onChange={choose} options={OPTIONS} />
    </Menu>
  );
}
