'use client';

import { IncidentPage } from '#components/incidents/page/incident-page.tsx';
import { LessonPanel } from '#components/postmortems/lessons/lesson-panel.tsx';
import { PostmortemPanel } from '#components/postmortems/postmortem-panel.tsx';

/** The incident page with what it leaves behind: its post-mortem, and what the gate learns from it. */
export function IncidentScreen({ project, number }: { project: string; number: number }) {
  return (
    <IncidentPage
      project={project}
      number={number}
      postmortem={<PostmortemPanel project={project} number={number} />}
      lesson={({ name }) => <LessonPanel number={number} name={name} />}
    />
  );
}
