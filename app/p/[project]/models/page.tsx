import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { InboxTab } from '#components/models/inbox-tab.tsx';
import { disagreementReads, readModelsState, registryReads } from '#components/models/models-state.ts';
import { PricesTab } from '#components/models/prices-tab.tsx';
import { DeprecationsTab } from '#components/screens/models/deprecations-tab.tsx';
import { RegistryTab } from '#components/screens/models/registry-tab.tsx';
import { Prefetch } from '#components/shell/reads/prefetch.tsx';
import { to } from '#components/shell/to.ts';
import { pageReads } from '#server/run/web/page-reads.ts';

export const metadata: Metadata = { title: 'Models' };

const TABS = {
  registry: <RegistryTab />,
  deprecations: <DeprecationsTab />,
  inbox: <InboxTab />,
  prices: <PricesTab />,
};

export default async function Page({ params, searchParams }: PageProps<'/p/[project]/models'>) {
  const { project } = await params;
  const state = await readModelsState(searchParams);
  if (state.tab === 'lineage') redirect(to.lineage(project));
  const { input, options } = registryReads(project, state);
  const differing = disagreementReads(project, state);
  return (
    <Prefetch
      reads={pageReads((trpc) => [
        trpc.models.calendar.queryOptions({ project }),
        trpc.models.inbox.queryOptions({ project }),
        trpc.catalogues.count.queryOptions({ project }),
        trpc.gates.fallbackProofs.queryOptions({ project }),
        ...(state.tab === 'prices'
          ? [
              trpc.catalogues.disagreements.infiniteQueryOptions(differing.input, differing.options),
              trpc.catalogues.decided.queryOptions({ project }),
              trpc.catalogues.list.queryOptions({ project }),
            ]
          : []),
        ...(state.tab === 'registry'
          ? [
              trpc.models.registry.infiniteQueryOptions(input, options),
              trpc.evals.modelScores.queryOptions({ project }),
              trpc.telemetry.modelStats.queryOptions({ project }),
            ]
          : []),
      ])}
    >
      {TABS[state.tab]}
    </Prefetch>
  );
}
