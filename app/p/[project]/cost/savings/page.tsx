import type { Metadata } from 'next';
import { SavingsPage } from '#components/cost/savings/savings-page.tsx';
import { Prefetch } from '#components/shell/reads/prefetch.tsx';
import { pageReads } from '#server/run/web/page-reads.ts';

export const metadata: Metadata = { title: 'Savings' };

export default async function Page({ params }: PageProps<'/p/[project]/cost/savings'>) {
  const { project } = await params;
  return (
    <Prefetch reads={pageReads((trpc) => [trpc.savings.report.queryOptions({ project })])}>
      <SavingsPage project={project} />
    </Prefetch>
  );
}
