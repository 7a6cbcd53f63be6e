'use client';

import { RequestPromotion } from '#components/promotions/request/request-promotion.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { Button, ButtonLink } from '#components/ui/form/button.tsx';
import { EditVersion } from './edit-version.tsx';
import type { Found } from './savings-words.ts';

/**
 * The step that begins the experiment: the editor with the change made, or the request of a promotion; of a refusal, what
 * may be looked at instead. `model`: the one that serves.
 */
export function ExperimentButton({ experiment, model }: { experiment: Found['experiment']; model: string | null }) {
  const { project } = useProject();
  if (experiment === null) return null;
  switch (experiment.kind) {
    case 'edit_version':
      return <EditVersion edit={experiment} model={model} />;
    case 'compare_runs':
      return <CompareRuns runs={experiment} />;
    case 'promote':
      return (
        <RequestPromotion
          prompt={experiment.prompt}
          version={experiment.version}
          trigger={<Button className="justify-center">Request promotion of version {experiment.version}</Button>}
        />
      );
    case 'evals':
      return (
        <ButtonLink className="justify-center" href={to.evals(project.name)}>
          Open golden sets
        </ButtonLink>
      );
  }
}

/** Both runs side by side, item by item. */
export function CompareRuns({ runs: { candidate, baseline } }: { runs: { candidate: string; baseline: string } }) {
  const { project } = useProject();
  return (
    <ButtonLink className="justify-center" href={to.compareRuns(project.name, { candidate, baseline })}>
      Compare both runs
    </ButtonLink>
  );
}
