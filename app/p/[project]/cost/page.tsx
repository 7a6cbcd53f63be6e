import type { Metadata } from 'next';
import { costInput, readCostState } from '#components/cost/outcomes/cost-state.ts';
import { OutcomesPage } from '#components/cost/outcomes/outcomes-page.tsx';
import { readFilters } from '#components/shell/filters/filters.ts';
import { Prefetch } from '#components/shell/reads/prefetch.tsx';
import { pageReads } from '#server/run/web/page-reads.ts';

export const metadata: Metadata = { title: 'Cost' };

export default async function Page({ params, searchParams }: PageProps<'/p/[project]/cost'>) {
  const { project } = await params;
  const search = await searchParams;
  const input = costInput(project, await readFilters(search), await readCostState(search));
  return (
    <Prefetch
      reads={pageReads((trpc) => [
        trpc.cost.outcomes.queryOptions(input),
        trpc.telemetry.facets.queryOptions({ project }),
        trpc.savings.report.queryOptions({ project }),
      ])}
    >
      <OutcomesPage project={project} />
    </Prefetch>
  );
}
