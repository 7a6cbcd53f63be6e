'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useProject } from '#components/shell/project-context.tsx';
import { sentenceOf } from '#components/shell/reads/fault.ts';
import { AGAIN_MS } from '#components/shell/reads/live.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { StatusBadge } from '#components/ui/badge/badge.tsx';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { FieldError } from '#components/ui/form/field.tsx';
import { count, pointsInWords } from '#components/ui/format.ts';
import { Panel, PanelBody, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Time } from '#components/ui/time/time.tsx';
import { type AnchorsPanelData, anchorsQualifier, judgeStanding } from './verdict-words.ts';

/** The items that people scored and the judge scores again and again, and whether it still scores them as before. */
export function AnchorsPanel({ project }: { project: string }) {
  const trpc = useTRPC();
  const { data, error } = useQuery({
    ...trpc.anchors.panel.queryOptions({ project }),
    refetchInterval: AGAIN_MS.serving,
  });
  if (error !== null && data === undefined) {
    return (
      <Panel>
        <PanelBody>{sentenceOf(error)}</PanelBody>
      </Panel>
    );
  }
  if (data === undefined) return <Skeleton className="h-40" />;
  return (
    <Panel aria-label="Anchors">
      <PanelHeader
        title="Anchors"
        qualifier={data.total === 0 ? undefined : anchorsQualifier(data)}
        meta={data.total > 0 && <TakeHumanScored project={project} />}
        className="flex-wrap"
      />
      {data.total === 0 ? (
        <EmptyState
          title="System or judge?"
          command={`curl $SWITCHYARD_URL/api/v1/anchors -H "Authorization: Bearer $SWITCHYARD_API_KEY" -H 'content-type: application/json' -d '{"anchors": [{"input": "…", "output": "…", "human": 0.8, "prompt": "search/answer"}]}'`}
          action={<TakeHumanScored project={project} />}
        >
          Mark at least 10, better 30, answers that people scored. The judge that scores production scores one of them
          for every ten requests, and an alert of quality then says whether the system or its judge moved. Until then it
          cannot tell, and pages.
        </EmptyState>
      ) : (
        <AnchorTable groups={data.groups} />
      )}
      <PanelFoot>
        The judge fetches what is next from GET /api/v1/anchors/next and sends each score to POST /api/v1/anchors/
        {'{id}'}/scores. It is not shown what people gave.
      </PanelFoot>
    </Panel>
  );
}

function AnchorTable({ groups }: { groups: AnchorsPanelData['groups'] }) {
  return (
    <Table label="Anchors by prompt" stack>
      <THead>
        <Tr>
          <Th>Prompt</Th>
          <Th>Judge</Th>
          <Th num>Anchors</Th>
          <Th num>Scores in 24 h</Th>
          <Th num>Judge − people</Th>
          <Th>Last scored</Th>
        </Tr>
      </THead>
      <TBody>
        {groups.map(({ prompt, anchors, scoresLastDay, lastScoredAt, judge: { reading, names } }) => {
          const { state, word, detail } = judgeStanding(reading);
          const name = names.since ?? names.before;
          return (
            <Tr key={prompt ?? ''} tall>
              <Td head sub={name === null ? undefined : `judge ${name}`} className="[overflow-wrap:anywhere]">
                {prompt ?? 'Every prompt'}
              </Td>
              <Td label="Judge" sub={detail}>
                <StatusBadge state={state} plain>
                  {word}
                </StatusBadge>
              </Td>
              <Td num label="Anchors">
                {count(anchors)}
              </Td>
              <Td num label="Scores in 24 h">
                {count(scoresLastDay)}
              </Td>
              <Td num label="Judge − people">
                {reading.is === 'measured' ? pointsInWords(reading.offset) : '–'}
              </Td>
              <Td label="Last scored">{lastScoredAt === null ? 'never' : <Time at={lastScoredAt} />}</Td>
            </Tr>
          );
        })}
      </TBody>
    </Table>
  );
}

/** Copies the newest requests that people scored. */
function TakeHumanScored({ project }: { project: string }) {
  const trpc = useTRPC();
  const { may } = useProject();
  const take = useMutation(
    trpc.anchors.takeHumanScored.mutationOptions({ meta: { errors: 'inline', done: 'Anchors marked' } }),
  );
  if (may('anchor.write') !== null) return null;
  return (
    <>
      <Button size="sm" icon="plus" disabled={take.isPending} onClick={() => take.mutate({ project, max: 50 })}>
        Take what people scored
      </Button>
      {take.error !== null && <FieldError>{sentenceOf(take.error)}</FieldError>}
    </>
  );
}
