'use client';

import { useProject } from '#components/shell/project-context.tsx';
import { useOpenPromotions } from '#components/shell/reads/use-open-promotions.ts';
import { to } from '#components/shell/to.ts';
import { cn } from '#components/ui/cn.ts';
import { PlainLink } from '#components/ui/link.tsx';
import { BrandSign } from './brand.tsx';
import { NavList } from './nav-list.tsx';
import { ProjectSwitcher } from './project-switcher.tsx';

/** What stands in the sidebar and, on phones, in the sheet (`full`). */
export function SidebarContent({ full = false }: { full?: boolean }) {
  const { project } = useProject();
  const { count } = useOpenPromotions();
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
      <NavList full={full} counts={{ Promotions: count }} />
    </>
  );
}

/** 208 px; 52 px of icons up to 1100 px; gone up to 720, where the header's menu button opens it as a sheet. */
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
