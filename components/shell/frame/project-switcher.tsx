'use client';

import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { Avatar } from '#components/ui/avatar.tsx';
import { cn } from '#components/ui/cn.ts';
import { Icon } from '#components/ui/icons/icon.tsx';
import { Menu, MenuLink } from '#components/ui/overlay/menu.tsx';

/** Names the project and leads to the others that this person is a member of. */
export function ProjectSwitcher({ full = false }: { full?: boolean }) {
  const { project, projects } = useProject();
  const trigger = (
    <button
      type="button"
      className={cn(
        'mb-2 flex w-full flex-none items-center gap-2 rounded-md border border-sidebar-border bg-sidebar-accent px-2 text-left text-foreground',
        full ? 'h-10' : 'h-8 compact:justify-center compact:px-0',
      )}
    >
      <Avatar name={project.name} size="sm" />
      <span className={cn('min-w-0 flex-1 truncate', !full && 'compact:sr-only')}>
        <span className="sr-only">Project </span>
        {project.name}
        <span className="sr-only">, change</span>
      </span>
      <Icon name="up-down" size={14} className={cn(!full && 'compact:hidden')} />
    </button>
  );
  return (
    <Menu trigger={trigger}>
      {projects.map((each) => (
        <MenuLink
          key={each.name}
          href={to.overview(each.name)}
          icon={each.name === project.name ? 'check' : undefined}
          hint={each.simulated ? 'simulated' : undefined}
          className={each.name === project.name ? undefined : 'pl-[30px]'}
        >
          {each.name}
        </MenuLink>
      ))}
    </Menu>
  );
}
