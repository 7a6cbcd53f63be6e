'use client';

import { ScoreBars } from '#components/charts/score-bars.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { count, plural } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { Time } from '#components/ui/time/time.tsx';

type Dataset = Outputs['evals']['datasets'][number];

/** One row for each golden set. */
export function DatasetsTable({ datasets }: { datasets: Dataset[] }) {
  return (
    <Table label="Datasets" stack>
      <THead>
        <Tr>
          <Th>Name</Th>
          <Th num>Version</Th>
          <Th num>Items</Th>
          <Th num>Categories</Th>
          <Th>Coverage</Th>
          <Th>Changed</Th>
        </Tr>
      </THead>
      <TBody>
        {datasets.map((dataset) => (
          <DatasetRow key={dataset.name} dataset={dataset} />
        ))}
      </TBody>
    </Table>
  );
}

function DatasetRow({ dataset }: { dataset: Dataset }) {
  const { project } = useProject();
  return (
    <Tr tall>
      <Td head sub={dataset.description || undefined} className="max-w-md [overflow-wrap:anywhere] phone:max-w-none">
        <TextLink href={to.dataset(project.name, dataset.name)} className="font-strong">
          {dataset.name}
        </TextLink>
      </Td>
      <Td num label="Version">
        {dataset.version}
      </Td>
      <Td num label="Items">
        {count(dataset.items)}
      </Td>
      <Td num label="Categories">
        {count(dataset.categories.length)}
      </Td>
      <Td label="Coverage">
        <Coverage categories={dataset.categories} />
      </Td>
      <Td label="Changed">
        <Time at={dataset.updatedAt} />, {dataset.createdBy.name}
      </Td>
    </Tr>
  );
}

/** More bars do not fit into the cell; the smallest category is then named in words. */
const BARS_MAX = 16;

/** Items by category; the smallest category limits how small a drop the gate can detect. */
function Coverage({ categories }: Pick<Dataset, 'categories'>) {
  const least = categories.toSorted((a, b) => a.items - b.items)[0];
  const most = Math.max(...categories.map(({ items }) => items));
  if (!least) return <span className="text-muted-foreground">no items</span>;
  return (
    <span className="inline-flex items-center gap-2">
      <ScoreBars
        label="Items by category"
        scores={categories.slice(0, BARS_MAX).map(({ name, items }) => ({ name, value: items / most }))}
        format={(share) => count(share === null ? null : share * most)}
      />
      <span className="max-w-64 truncate text-12 text-muted-foreground">
        {categories.length === 1 ? plural(least.items, 'item') : `least ${least.name}, ${count(least.items)}`}
      </span>
    </span>
  );
}
