import type { Metadata } from 'next';
import { InvoicesPage } from '#components/cost/invoices/invoices-page.tsx';
import { Prefetch } from '#components/shell/reads/prefetch.tsx';
import { pageReads } from '#server/run/web/page-reads.ts';

export const metadata: Metadata = { title: 'Invoices' };

export default async function Page({ params }: PageProps<'/p/[project]/cost/invoices'>) {
  const { project } = await params;
  return (
    <Prefetch reads={pageReads((trpc) => [trpc.invoices.list.queryOptions({ project })])}>
      <InvoicesPage project={project} />
    </Prefetch>
  );
}
