import type { Metadata } from 'next';
import { lineageInput, readLineageState } from '#components/models/lineage/lineage-state.ts';
import { LineagePage } from '#components/screens/lineage/lineage-page.tsx';
import { Prefetch } from '#components/shell/reads/prefetch.tsx';
import { pageReads } from '#server/run/web/page-reads.ts';

export const metadata: Metadata = { title: 'Lineage' };

export default async function Page({ params, searchParams }: PageProps<'/p/[project]/models/lineage'>) {
  const { project } = await params;
  const { model } = await readLineageState(searchParams);
  return (
    <Prefetch
      reads={pageReads((trpc) => [
        trpc.models.lineage.queryOptions(lineageInput(project, model)),
        trpc.evals.contamination.queryOptions({ project }),
        trpc.models.calendar.queryOptions({ project }),
        trpc.models.inbox.queryOptions({ project }),
      ])}
    >
      <LineagePage />
    </Prefetch>
  );
}
