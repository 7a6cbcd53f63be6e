import type { Metadata } from 'next';
import { readTableState, tableReads } from '#components/prompts/table/table-state.ts';
import { PromptsPage } from '#components/screens/prompts/prompts-page.tsx';
import { Prefetch } from '#components/shell/reads/prefetch.tsx';
import { pageReads } from '#server/run/web/page-reads.ts';

export const metadata: Metadata = { title: 'Prompts' };

export default async function Page({ params, searchParams }: PageProps<'/p/[project]/prompts'>) {
  const { project } = await params;
  const { input, options } = tableReads(project, await readTableState(searchParams));
  return (
    <Prefetch
      reads={pageReads((trpc) => [
        trpc.prompts.list.infiniteQueryOptions(input, options),
        trpc.telemetry.promptStats.queryOptions({ project }),
      ])}
    >
      <PromptsPage />
    </Prefetch>
  );
}
