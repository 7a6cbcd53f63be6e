import { IncidentPage } from '#components/incidents/page/incident-page.tsx';
import { PostmortemPanel } from '#components/postmortems/postmortem-panel.tsx';

/** An incident with its post-mortem beside it. */
export function IncidentWithPostmortem({ project, number }: { project: string; number: number }) {
  return (
    <IncidentPage
      project={project}
      number={number}
      postmortem={<PostmortemPanel project={project} number={number} />}
    />
  );
}
