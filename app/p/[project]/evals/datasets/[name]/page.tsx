import type { Metadata } from 'next';
import { DatasetPage } from '#components/evals/datasets/dataset-page.tsx';
import { itemReads, readDatasetState } from '#components/evals/datasets/dataset-state.ts';
import { Prefetch } from '#components/shell/reads/prefetch.tsx';
import { pageReads } from '#server/run/web/page-reads.ts';

export async function generateMetadata({ params }: PageProps<'/p/[project]/evals/datasets/[name]'>): Promise<Metadata> {
  return { title: decodeURIComponent((await params).name) };
}

export default async function Page({ params, searchParams }: PageProps<'/p/[project]/evals/datasets/[name]'>) {
  const { project, name: segment } = await params;
  const name = decodeURIComponent(segment);
  const { input, options } = itemReads(project, name, await readDatasetState(searchParams));
  return (
    <Prefetch
      reads={pageReads((trpc) => [
        trpc.evals.dataset.queryOptions({ project, name }),
        trpc.evals.items.infiniteQueryOptions(input, options),
      ])}
    >
      <DatasetPage name={name} />
    </Prefetch>
  );
}
