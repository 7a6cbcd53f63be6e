'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { KeySnippet } from '#components/shell/key-snippet.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { plural } from '#components/ui/format.ts';
import { Panel, PanelHeader } from '#components/ui/panel.tsx';
import { EvalsHead } from '../evals-head.tsx';
import { CreateDataset } from './create-dataset.tsx';
import { DatasetsTable } from './datasets-table.tsx';

/** The golden sets with their number of items in each category. */
export function DatasetsPage() {
  const trpc = useTRPC();
  const { project, may } = useProject();
  const { data: datasets } = useSuspenseQuery(trpc.evals.datasets.queryOptions({ project: project.name }));
  const items = datasets.reduce((sum, dataset) => sum + dataset.items, 0);
  const refusal = may('eval.write');
  return (
    <>
      <EvalsHead
        tab="datasets"
        evidence="A dataset is a golden set: inputs, what is expected, and a category for each. Gates compare versions on it, category by category."
      >
        {datasets.length === 0
          ? 'There is no dataset yet.'
          : `${plural(datasets.length, 'dataset holds', 'datasets hold')} ${plural(items, 'item')}.`}
      </EvalsHead>
      <Panel>
        <PanelHeader title="Datasets" meta={refusal === null ? <CreateDataset /> : refusal} />
        {datasets.length === 0 ? <NoDataset /> : <DatasetsTable datasets={datasets} />}
      </Panel>
    </>
  );
}

/** What a golden set is for, and the command that creates one. */
function NoDataset() {
  return (
    <>
      <EmptyState title="No dataset yet" className="pb-0">
        A dataset is a golden set: inputs, what you expect, and a category for each. Create one here and import a file,
        or send it from your machine:
      </EmptyState>
      <div className="max-w-3xl px-5 pt-2.5 pb-7">
        <KeySnippet
          scopes={['evals']}
          command={(edgeUrl, key) =>
            `curl ${edgeUrl}/api/v1/datasets -H "Authorization: Bearer ${key}" -H "Content-Type: application/json" -d '{"name":"refunds"}'\ncurl ${edgeUrl}/api/v1/datasets/refunds/items -H "Authorization: Bearer ${key}" -H "Content-Type: text/csv" --data-binary @refunds.csv`
          }
        />
      </div>
    </>
  );
}
