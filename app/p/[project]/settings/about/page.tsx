import type { Metadata } from 'next';
import { AboutPage } from '#components/settings/about/about-page.tsx';
import { Prefetch } from '#components/shell/reads/prefetch.tsx';
import { pageReads } from '#server/run/web/page-reads.ts';

export const metadata: Metadata = { title: 'About' };

export default async function Page({ params }: PageProps<'/p/[project]/settings/about'>) {
  const { project } = await params;
  return (
    <Prefetch
      reads={pageReads((trpc) => [
        trpc.projects.about.queryOptions({ project }),
        trpc.projects.projectCreators.queryOptions(),
      ])}
    >
      <AboutPage />
    </Prefetch>
  );
}
