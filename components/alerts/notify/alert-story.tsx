'use client';

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { AGAIN_MS } from '#components/shell/reads/live.ts';
import { NotLoaded } from '#components/shell/states/not-loaded.tsx';
import { type Outputs, useTRPC } from '#components/shell/trpc.ts';
import { Row, Rows } from '#components/ui/data/rows.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Time } from '#components/ui/time/time.tsx';
import { REASON_WORDS } from '#server/alerts/notify/domain/notice.ts';

type Story = Outputs['notify']['story'];

const ENTRY_WORDS: Record<Story['entries'][number]['kind'], string> = {
  fired: 'Fired',
  reopened: 'Fired again',
  worse: 'Became louder',
  no_data: 'Without data',
  data_back: 'Data came back',
  flapping: 'Flaps',
  steady: 'Is steady',
  verdict: 'System or judge: decided',
  acknowledged: 'Acknowledged',
  escalated: 'Escalated: nobody had acknowledged it',
  silenced: 'Silenced',
  unsilenced: 'No longer silenced',
  resolved: 'Over',
};

const STATE_WORDS: Record<Story['told'][number]['state'], string> = {
  waiting: 'not delivered yet',
  delivered: 'delivered',
  refused: 'refused by its receiver',
  blocked: 'not sent: its address is not allowed',
  given_up: 'given up',
};

/** What happened to an alert and which channels were told of its group, read when it is opened. */
export function AlertStory({ project, id }: { project: string; id: string }) {
  const [open, setOpen] = useState(false);
  return (
    <div className="border-t">
      <div className="px-3 py-1">
        <Button size="sm" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? 'Hide the history' : 'History, and who was told'}
        </Button>
      </div>
      {open && <StoryRows project={project} id={id} />}
    </div>
  );
}

function StoryRows({ project, id }: { project: string; id: string }) {
  const trpc = useTRPC();
  const read = useQuery({ ...trpc.notify.story.queryOptions({ project, id }), refetchInterval: AGAIN_MS.moving });
  if (read.data === undefined) {
    return read.isLoadingError ? <NotLoaded read={read} /> : <Skeleton className="m-3 h-16" />;
  }
  const { entries, told } = read.data;
  const lines = [
    ...entries.map(({ at, kind, by }, i) => ({
      ...{ key: `entry ${entries.length - i}`, at, title: ENTRY_WORDS[kind] },
      sub: by === null ? null : `by ${by}`,
    })),
    ...told.map(({ id: key, at, reason, state, attempts, channel }) => ({
      ...{ key, at, title: `${channel} was told: ${REASON_WORDS[reason]}` },
      sub: `${STATE_WORDS[state]}${attempts > 1 ? ` after ${attempts} attempts` : ''}`,
    })),
  ].sort((a, b) => b.at.getTime() - a.at.getTime());
  return (
    <Rows>
      {lines.map(({ key, at, title, sub }) => (
        <Row
          key={key}
          {...{ title, sub }}
          action={<Time at={at} style="second" className="text-12 text-muted-foreground" />}
        />
      ))}
      {told.length === 0 && <Row key="nobody" title="No channel was told of it." />}
    </Rows>
  );
}
