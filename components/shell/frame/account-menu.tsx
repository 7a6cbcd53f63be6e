'use client';

import { leave } from '#components/shell/leave.ts';
import { useProject } from '#components/shell/project-context.tsx';
import { roleWord } from '#components/shell/words.ts';
import { Avatar } from '#components/ui/avatar.tsx';
import { Menu, MenuDivider, MenuHeading, MenuItem } from '#components/ui/overlay/menu.tsx';

/** Who is signed in, the keyboard, the password, and the way out. */
export function AccountMenu({ onKeys, onPassword }: { onKeys: () => void; onPassword: () => void }) {
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
