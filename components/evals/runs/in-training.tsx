'use client';

import { useQuery } from '@tanstack/react-query';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { TextLink } from '#components/ui/link.tsx';
import { datasetNodeId } from '#server/models/lineage/domain/graph.ts';

/**
 * Beside a score: how many items of the golden set the model, or one that it was made from, was trained on. Nothing where
 * none is known. It leads to the lineage.
 */
export function InTraining({
  dataset,
  datasetVersion,
  model,
}: {
  dataset: string;
  datasetVersion: number;
  /** `provider/id`, or a bare id. */
  model: string | null;
}) {
  const trpc = useTRPC();
  const { project } = useProject();
  const { data } = useQuery(trpc.evals.contamination.queryOptions({ project: project.name }));
  const found = data?.rows
    .filter((row) => row.golden.dataset === dataset)
    .filter(({ reached }) => model !== null && reached.some((name) => name === model || name.endsWith(`/${model}`)))
    .toSorted((a, b) => b.sharedTotal - a.sharedTotal)
    .at(0);
  if (!found) return null;
  const { golden, training, sharedTotal } = found;
  const of = golden.version === datasetVersion ? '' : ` of version ${golden.version}`;
  return (
    <TextLink
      href={to.lineage(project.name, { node: datasetNodeId(training.dataset, training.version) })}
      className="font-medium text-fail"
    >
      {sharedTotal}
      {of} in training
    </TextLink>
  );
}
