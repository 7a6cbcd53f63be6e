import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { AppFrame } from '#components/shell/frame/app-frame.tsx';
import { parseTheme, THEME_COOKIE } from '#components/shell/frame/theme.ts';
import { ProjectProvider } from '#components/shell/project-context.tsx';
import { openPromotions } from '#components/shell/reads/open-promotions.ts';
import { orLeave } from '#components/shell/reads/or-leave.ts';
import { Prefetch } from '#components/shell/reads/prefetch.tsx';
import { Refused } from '#components/shell/states/refused.tsx';
import { pageCaller } from '#server/run/web/page-context.ts';
import { pageReads } from '#server/run/web/page-reads.ts';

type Props = { children: ReactNode; params: Promise<{ project: string }> };

/** Sidebar and header of a project. Signed out: to sign-in. No member: the 404 page, the same as for no such project. */
export default async function ProjectLayout({ children, params }: Props) {
  const { project } = await params;
  const api = await pageCaller();
  const shell = await orLeave(api.projects.shell({ project: decodeURIComponent(project) }));
  if (shell.refused !== undefined) return <Refused reason={shell.refused} />;
  const theme = parseTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <ProjectProvider shell={shell.data}>
      <Prefetch
        reads={pageReads((trpc) => [
          trpc.promotions.list.queryOptions(openPromotions(shell.data.project.name)),
          trpc.overview.now.queryOptions({ project: shell.data.project.name }),
        ])}
      >
        <AppFrame theme={theme}>{children}</AppFrame>
      </Prefetch>
    </ProjectProvider>
  );
}
