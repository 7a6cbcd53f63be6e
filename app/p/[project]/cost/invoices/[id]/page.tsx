import type { Metadata } from 'next';
import { InvoicePage } from '#components/cost/invoices/invoice-page.tsx';
import { Prefetch } from '#components/shell/reads/prefetch.tsx';
import { pageReads } from '#server/run/web/page-reads.ts';

export const metadata: Metadata = { title: 'Invoice' };

export default async function Page({ params }: PageProps<'/p/[project]/cost/invoices/[id]'>) {
  const { project, id } = await params;
  return (
    <Prefetch reads={pageReads((trpc) => [trpc.invoices.detail.queryOptions({ project, id })])}>
      <InvoicePage project={project} id={id} />
    </Prefetch>
  );
}
