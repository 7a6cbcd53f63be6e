import type { Metadata } from 'next';
import { AuditPage } from '#components/settings/audit/audit-page.tsx';
import { auditReads } from '#components/settings/audit/audit-reads.ts';
import { Prefetch } from '#components/shell/reads/prefetch.tsx';
import { pageReads } from '#server/run/web/page-reads.ts';

export const metadata: Metadata = { title: 'Audit' };

export default async function Page({ params, searchParams }: PageProps<'/p/[project]/settings/audit'>) {
  const { project } = await params;
  const { search } = await searchParams;
  const { input, options } = auditReads(project, typeof search === 'string' ? search : '');
  return (
    <Prefetch
      reads={pageReads((trpc) => [
        trpc.audit.list.infiniteQueryOptions(input, options),
        trpc.audit.notes.queryOptions({ project }),
      ])}
    >
      <AuditPage />
    </Prefetch>
  );
}
