import type { Metadata } from 'next';
import { RunPage } from '#components/evals/runs/run-page.tsx';
import { readResultState, resultReads } from '#components/evals/runs/run-results-state.ts';
import { Prefetch } from '#components/shell/reads/prefetch.tsx';
import { pageReads } from '#server/run/web/page-reads.ts';

export const metadata: Metadata = { title: 'Eval run' };

export default async function Page({ params, searchParams }: PageProps<'/p/[project]/evals/runs/[id]'>) {
  const { project, id } = await params;
  const { input, options } = resultReads(project, id, await readResultState(searchParams));
  return (
    <Prefetch
      reads={pageReads((trpc) => [
        trpc.evals.run.queryOptions({ project, id }),
        trpc.evals.results.infiniteQueryOptions(input, options),
      ])}
    >
      <RunPage id={id} />
    </Prefetch>
  );
}
