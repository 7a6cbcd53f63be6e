'use client';

import { useQuery } from '@tanstack/react-query';
import { useProject } from '#components/shell/project-context.tsx';
import { NotLoaded } from '#components/shell/states/not-loaded.tsx';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { StatusBadge } from '#components/ui/badge/badge.tsx';
import { Disclosure } from '#components/ui/data/disclosure.tsx';
import { TextLink } from '#components/ui/link.tsx';
import { Panel, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time/time.tsx';
import type { CaseResult } from '#server/postmortems/lessons/domain/case-result.ts';
import { casesBadge, type Lesson, RELATION_WORDS } from './lesson-words.ts';

/** The two ended incidents nearest to a promotion, and whether their cases pass now. Nothing where there is none. */
export function EarlierIncidents({ promotionId }: { promotionId: string }) {
  const trpc = useTRPC();
  const { project } = useProject();
  const read = useQuery(trpc.lessons.ofPromotion.queryOptions({ project: project.name, id: promotionId }));
  if (!read.isLoadingError && (read.data === undefined || read.data.length === 0)) return null;
  return (
    <Panel aria-labelledby="earlier-incidents">
      <PanelHeader id="earlier-incidents" title="It has failed before" />
      {read.data === undefined ? (
        <NotLoaded read={read} />
      ) : (
        <>
          <ul>
            {read.data.map((lesson) => (
              <EarlierIncident key={lesson.incident} lesson={lesson} />
            ))}
          </ul>
          <PanelFoot>For whoever decides: this changes no verdict of the gate.</PanelFoot>
        </>
      )}
    </Panel>
  );
}

const RESULTS: Record<CaseResult, string> = { passed: 'passes', failed: 'fails', not_run: 'not run' };

function EarlierIncident({ lesson }: { lesson: Lesson }) {
  const { project } = useProject();
  const badge = casesBadge(lesson);
  return (
    <li className="grid gap-1 border-b px-3 py-2 last:border-b-0">
      <TextLink href={to.incident(project.name, lesson.number)} className="font-strong [overflow-wrap:anywhere]">
        {lesson.incident}: {lesson.title}
      </TextLink>
      <span className="text-12 text-muted-foreground">
        {RELATION_WORDS[lesson.relation]}, severity {lesson.severity}, ended <Time at={lesson.ended} style="day" />
      </span>
      <span>
        <StatusBadge state={badge.state}>{badge.word}</StatusBadge>
      </span>
      {lesson.cases.length > 0 && (
        <Disclosure label="Its cases with this version">
          <ul className="grid gap-1 pt-1 pl-5 text-12">
            {lesson.cases.map(({ dataset, item, run, result }) => (
              <li key={`${dataset} ${item}`} className="[overflow-wrap:anywhere]">
                <TextLink href={to.dataset(project.name, dataset, { search: item })}>{item}</TextLink>:{' '}
                {run === null ? (
                  RESULTS[result]
                ) : (
                  <TextLink href={to.evalRun(project.name, run)}>{RESULTS[result]}</TextLink>
                )}
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
    </li>
  );
}
