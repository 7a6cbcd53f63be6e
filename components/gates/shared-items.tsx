'use client';

import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { plural } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { PanelBody } from '#components/ui/panel.tsx';
import type { SharedWithTraining } from '#server/gates/domain/shared-with-training.ts';
import { datasetNodeId } from '#server/models/lineage/domain/graph.ts';

/** What a golden set of a gate check shared with training data, and the reason that was given for it. */
export function SharedItems({ shared }: { shared: readonly SharedWithTraining[] }) {
  const { project } = useProject();
  if (shared.length === 0) return null;
  return (
    <PanelBody className="grid gap-1 border-t text-12">
      {shared.map(({ dataset, items, shared: count, training, trainingVersion, models, reason }) => (
        <p key={`${dataset} ${training} ${trainingVersion}`} className="[overflow-wrap:anywhere]">
          {count} of the {plural(items, 'item')} of {dataset} {count === 1 ? 'stands' : 'stand'} in{' '}
          <TextLink href={to.lineage(project.name, { node: datasetNodeId(training, trainingVersion) })}>
            {training} {trainingVersion}
          </TextLink>
          , on which {models.join(', ')} {models.length === 1 ? 'was' : 'were'} trained.{' '}
          {reason === null ? (
            <span className="font-medium text-fail">Nobody had said why it measures nevertheless.</span>
          ) : (
            <span className="text-muted-foreground">
              Accepted by {reason.by}: {reason.text}
            </span>
          )}
        </p>
      ))}
    </PanelBody>
  );
}
