import type { Metadata } from 'next';
import { DatasetsPage } from '#components/evals/datasets/datasets-page.tsx';
import { RunsPage } from '#components/evals/runs/runs-page.tsx';
import { readRunsState, runReads } from '#components/evals/runs/runs-state.ts';
import { Prefetch } from '#components/shell/reads/prefetch.tsx';
import { pageReads } from '#server/run/web/page-reads.ts';

export const metadata: Metadata = { title: 'Evals' };

export default async function Page({ params, searchParams }: PageProps<'/p/[project]/evals'>) {
  const { project } = await params;
  const { tab } = await searchParams;
  if (tab !== 'runs') {
    return (
      <Prefetch reads={pageReads((trpc) => [trpc.evals.datasets.queryOptions({ project })])}>
        <DatasetsPage />
      </Prefetch>
    );
  }
  const { input, options } = runReads(project, await readRunsState(searchParams));
  return (
    <Prefetch
      reads={pageReads((trpc) => [
        trpc.evals.runs.infiniteQueryOptions(input, options),
        trpc.evals.datasets.queryOptions({ project }),
      ])}
    >
      <RunsPage />
    </Prefetch>
  );
}
