'use client';

import { usePathname } from 'next/navigation';
import { useProject } from '#components/shell/project-context.tsx';
import { PlainLink } from '#components/ui/link.tsx';
import { useCrumbTitle } from './crumb-title.tsx';
import { crumbsOf } from './crumbs.ts';

const LI =
  'flex min-w-0 items-center gap-1.5 whitespace-nowrap not-first:before:text-border-strong not-first:before:content-["/"] phone:not-last:hidden phone:last:before:hidden';

/** The path to the page. On phones only the page itself. */
export function Breadcrumbs() {
  const { project } = useProject();
  const pathname = usePathname();
  const title = useCrumbTitle(pathname);
  const crumbs = crumbsOf(pathname, project.name, title);
  return (
    <nav aria-label="Breadcrumb" className="min-w-0 flex-1">
      <ol className="flex min-w-0 items-center gap-1.5 text-muted-foreground">
        {crumbs.map(({ label, href }, index) => (
          <li key={href ?? label} className={LI}>
            {index === crumbs.length - 1 ? (
              <span aria-current="page" className="truncate font-strong text-foreground">
                {label}
              </span>
            ) : href ? (
              <PlainLink href={href} className="inline-flex min-h-6 items-center hover:text-foreground">
                {label}
              </PlainLink>
            ) : (
              <span>{label}</span>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
