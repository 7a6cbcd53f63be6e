'use client';

import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { plural } from '#components/ui/format.ts';
import { PageHeadline } from '#components/ui/page-headline.tsx';
import { LinkTabs } from '#components/ui/tabs.tsx';
import { Mono } from '#components/ui/tags.tsx';
import { Time } from '#components/ui/time/time.tsx';
import { ContaminationPanel } from '../contamination/contamination-panel.tsx';
import { DatasetItems } from './dataset-items.tsx';
import { datasetParsers } from './dataset-state.ts';
import { DatasetVersions } from './dataset-versions.tsx';
import { ImportItems } from './import-items.tsx';

/** One golden set: its items, its versions, and the import of items. */
export function DatasetPage({ name }: { name: string }) {
  const trpc = useTRPC();
  const { project, may } = useProject();
  const [{ tab }] = useQueryStates(datasetParsers);
  const { data: dataset } = useSuspenseQuery(trpc.evals.dataset.queryOptions({ project: project.name, name }));
  const shared = useQuery(trpc.evals.contamination.queryOptions({ project: project.name, dataset: name })).data;
  const refusal = may('eval.write');
  const address = (query?: Record<string, string>) => to.dataset(project.name, name, query);
  const least = dataset.categories.toSorted((a, b) => a.items - b.items)[0];
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-3">
        <PageHeadline
          className="flex-1 basis-96"
          eyebrow={
            <>
              <Mono>{dataset.name}</Mono>
              <span className="text-12 text-muted-foreground">
                version {dataset.version}, changed <Time at={dataset.updatedAt} />
              </span>
            </>
          }
          evidence={dataset.description || undefined}
        >
          {dataset.items === 0
            ? 'This dataset is empty: import its items.'
            : `${plural(dataset.items, 'item')} in ${plural(dataset.categories.length, 'category', 'categories')}${
                least && dataset.categories.length > 1 ? `; the smallest, ${least.name}, has ${least.items}` : ''
              }.`}
        </PageHeadline>
        {refusal === null ? (
          <ImportItems name={name} version={dataset.version} />
        ) : (
          <span className="text-12 text-muted-foreground">{refusal}</span>
        )}
      </div>
      <LinkTabs
        label="Dataset"
        tabs={[
          { href: address(), label: 'Items', count: dataset.items, current: tab !== 'versions' },
          {
            href: address({ tab: 'versions' }),
            label: 'Versions',
            count: dataset.version,
            current: tab === 'versions',
          },
          { href: to.evals(project.name, { tab: 'runs', dataset: name }), label: 'Runs on it' },
        ]}
      />
      {shared && shared.rows.length > 0 && <ContaminationPanel rows={shared.rows} />}
      {tab === 'versions' ? <DatasetVersions dataset={dataset} /> : <DatasetItems dataset={dataset} />}
    </>
  );
}
