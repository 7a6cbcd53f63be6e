import type { Metadata } from 'next';
import { RunbookPage } from '#components/runbooks/runbook-page.tsx';
import { Prefetch } from '#components/shell/reads/prefetch.tsx';
import { pageReads } from '#server/run/web/page-reads.ts';

export const metadata: Metadata = { title: 'Runbook' };

export default async function Page({ params }: PageProps<'/p/[project]/runbooks/[name]'>) {
  const { project, name } = await params;
  return (
    <Prefetch reads={pageReads((trpc) => [trpc.runbooks.detail.queryOptions({ project, name, incidentId: null })])}>
      <RunbookPage name={name} />
    </Prefetch>
  );
}
