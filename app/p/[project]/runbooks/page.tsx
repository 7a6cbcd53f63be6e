import type { Metadata } from 'next';
import { RunbooksPage } from '#components/runbooks/runbooks-page.tsx';
import { Prefetch } from '#components/shell/reads/prefetch.tsx';
import { pageReads } from '#server/run/web/page-reads.ts';

export const metadata: Metadata = { title: 'Runbooks' };

export default async function Page({ params }: PageProps<'/p/[project]/runbooks'>) {
  const { project } = await params;
  return (
    <Prefetch
      reads={pageReads((trpc) => [
        trpc.runbooks.list.queryOptions({ project }),
        trpc.restrictions.list.queryOptions({ project }),
      ])}
    >
      <RunbooksPage project={project} />
    </Prefetch>
  );
}
