'use client';

import { RequestPromotion } from '#components/promotions/request/request-promotion.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { Button, ButtonLink } from '#components/ui/form/button.tsx';
import { EditVersion } from './edit-version.tsx';
import type { Found } from './savings-words.ts';

/** The step that begins the experiment: the editor, two runs side by side, or the request of a promotion. */
export function ExperimentButton({ experiment }: { experiment: Found['experiment'] }) {
  const { project } = useProject();
  if (experiment === null) return null;
  switch (experiment.kind) {
    case 'edit_version':
      return <EditVersion {...experiment} />;
    case 'compare_runs':
      return (
        <ButtonLink
          className="justify-center"
          href={to.compareRuns(project.name, { candidate: experiment.candidate, baseline: experiment.baseline })}
        >
          Compare both runs
        </ButtonLink>
      );
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
