'use client';

import { IncidentPage } from '#components/incidents/page/incident-page.tsx';
import { LessonPanel } from '#components/postmortems/lessons/lesson-panel.tsx';

/** The incident page with what it leaves behind, which is of the feature `postmortems`. */
export function IncidentScreen({ project, number }: { project: string; number: number }) {
  return (
    <IncidentPage
      project={project}
      number={number}
      lesson={({ name }) => <LessonPanel number={number} name={name} />}
    />
  );
}
