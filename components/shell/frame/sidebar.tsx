'use client';

import { useProject } from '#components/shell/project-context.tsx';
import { useOpenPromotions } from '#components/shell/reads/use-open-promotions.ts';
import { useWhatNeedsPeople } from '#components/shell/reads/use-what-needs-people.ts';
import { to } from '#components/shell/to.ts';
import { Avatar } from '#components/ui/avatar.tsx';
import { cn } from '#components/ui/cn.ts';
import { Icon } from '#components/ui/icons/icon.tsx';
import { PlainLink } from '#components/ui/link.tsx';
import { Menu, MenuLink } from '#components/ui/overlay/menu.tsx';
import { BrandSign } from './brand.tsx';
import { NavList } from './nav-list.tsx';

/** The content of the sidebar and, on phones, of the sheet (`full`). */
export function SidebarContent({ full = false }: { full?: boolean }) {
  const { project } = useProject();
  const { count } = useOpenPromotions();
  const now = useWhatNeedsPeople();
  const loud = now === undefined ? 0 : now.firing.page + now.firing.warning;
  return (
    <>
      <PlainLink
        href={to.overview(project.name)}
        className={cn(
          'flex h-(--header-height) flex-none items-center gap-2 px-2 text-14 font-semibold tracking-[-0.01em] text-foreground',
          !full && 'compact:justify-center compact:px-0',
        )}
      >
        <BrandSign />
        <span className={cn(!full && 'compact:sr-only')}>Switchyard</span>
      </PlainLink>
      <ProjectSwitcher full={full} />
      <NavList
        full={full}
        counts={{
          Promotions: { count, word: 'open' },
          Alerts: { count: loud, word: 'firing', isUrgent: (now?.firing.page ?? 0) > 0 },
          Incidents: { count: now?.openIncidents ?? 0, word: 'open', isUrgent: true },
        }}
      />
    </>
  );
}

/**
 * 208 px wide; 52 px with icons up to 1100 px; hidden up to 720 px, where the header's menu button opens it as a sheet.
 */
export function Sidebar() {
  return (
    <aside
      aria-label="Sidebar"
      className="sticky top-0 flex h-dvh flex-col overflow-y-auto border-r border-sidebar-border bg-sidebar px-2 pb-2 text-sidebar-foreground compact:px-1.5 phone:hidden"
    >
      <SidebarContent />
    </aside>
  );
}

/** Names the project and links to the others of which this person is a member. */
function ProjectSwitcher({ full = false }: { full?: boolean }) {
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
