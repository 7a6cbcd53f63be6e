import type { Metadata } from 'next';
import { BudgetsPage } from '#components/cost/budgets/budgets-page.tsx';
import { Prefetch } from '#components/shell/reads/prefetch.tsx';
import { pageReads } from '#server/run/web/page-reads.ts';

export const metadata: Metadata = { title: 'Budgets' };

export default async function Page({ params }: PageProps<'/p/[project]/cost/budgets'>) {
  const { project } = await params;
  return (
    <Prefetch reads={pageReads((trpc) => [trpc.budgets.page.queryOptions({ project })])}>
      <BudgetsPage project={project} />
    </Prefetch>
  );
}
