'use client';

import { useState } from 'react';
import { Button } from '#components/ui/form/button.tsx';
import { Icon } from '#components/ui/icons/icon.tsx';
import { Menu, MenuChoices } from '#components/ui/overlay/menu.tsx';
import { setTheme, type Theme } from './theme.ts';

const OPTIONS = [
  { value: 'system', label: 'As the system' },
  { value: 'light', label: 'Light' },
  { value: 'dark', label: 'Dark' },
] as const;

/** Light, dark, or as the machine says; `initial` is what the cookie said when the page was made. */
export function ThemeMenu({ initial }: { initial: Theme }) {
  const [theme, remember] = useState<Theme>(initial);
  function choose(next: Theme) {
    setTheme(next);
    remember(next);
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
