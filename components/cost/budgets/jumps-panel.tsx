'use client';

import { useQuery } from '@tanstack/react-query';
import { AGAIN_MS } from '#components/shell/reads/live.ts';
import { NotLoaded } from '#components/shell/states/not-loaded.tsx';
import { windowQuery } from '#components/shell/time/window-query.ts';
import { to } from '#components/shell/to.ts';
import { type Outputs, useTRPC } from '#components/shell/trpc.ts';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { count, money, times } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { Panel, PanelBody, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { calendarDay } from '#components/ui/time/format-time.ts';
import { useNow } from '#components/ui/time/now.tsx';
import { Time } from '#components/ui/time/time.tsx';

type Jump = NonNullable<Outputs['budgets']['jumps']['jumps']>[number];

/** Users, keys and services whose spend jumped today or yesterday, and prompts with longer input, each with its requests. */
export function JumpsPanel({ project }: { project: string }) {
  const trpc = useTRPC();
  const read = useQuery({ ...trpc.budgets.jumps.queryOptions({ project }), refetchInterval: AGAIN_MS.week });
  return (
    <Panel>
      <PanelHeader title="Jumps" qualifier="a day, UTC, against the 14 days before" />
      {read.data ? (
        <Jumps project={project} found={read.data} />
      ) : read.isLoadingError ? (
        <NotLoaded read={read} />
      ) : (
        <Skeleton className="m-3 h-16" />
      )}
      <PanelFoot>
        Spend of a user, a key or a service at three times its median and 5 % of the project’s usual day; input of a
        prompt half as long again on 20 requests; both beyond the scatter of the days before. Looked for every 15
        minutes; a jump keeps the figures of the moment it was found.
      </PanelFoot>
    </Panel>
  );
}

function Jumps({ project, found: { jumps, users, keys } }: { project: string; found: Outputs['budgets']['jumps'] }) {
  const now = useNow();
  const without = [
    users ? '' : 'Users are left out: these days have more than two million requests.',
    keys ? '' : 'Keys are left out: not all requests of these days record their key, or are summed by it.',
  ]
    .filter(Boolean)
    .join(' ');
  if (jumps === null) {
    return (
      <PanelBody className="text-muted-foreground">
        The usual spend needs seven days of requests, and there are fewer.
      </PanelBody>
    );
  }
  if (jumps.length === 0) return <PanelBody className="text-muted-foreground">Nothing jumped. {without}</PanelBody>;
  return (
    <>
      <Table label="Jumps" stack>
        <THead>
          <Tr>
            <Th>What</Th>
            <Th>Day</Th>
            <Th num>Usual</Th>
            <Th num>That day</Th>
            <Th num>Times</Th>
            <Th num>Requests</Th>
            <Th>Found</Th>
          </Tr>
        </THead>
        <TBody>
          {jumps.map((jump) => (
            <JumpRow key={`${jump.kind}${jump.name}${jump.from}`} project={project} jump={jump} now={now} />
          ))}
        </TBody>
      </Table>
      {without !== '' && <PanelBody className="text-muted-foreground">{without}</PanelBody>}
    </>
  );
}

/** The filter of the list of requests that shows a jump's. */
const FILTER: Record<Jump['kind'], 'user' | 'key' | 'service' | 'prompt'> = {
  user: 'user',
  key: 'key',
  service: 'service',
  input: 'prompt',
};
const WHAT: Record<Jump['kind'], string> = {
  user: 'user',
  key: 'key',
  service: 'service',
  input: 'input of prompt',
};

function JumpRow({ project, jump, now }: { project: string; jump: Jump; now: number }) {
  const { kind, name, from, to: until, value, typical, requests, foundAt } = jump;
  const amount = (it: number) => (kind === 'input' ? `${count(it)} tokens` : money(it));
  return (
    <Tr>
      <Td head>
        {WHAT[kind]} {name}
      </Td>
      <Td label="Day">{calendarDay(from, now)}</Td>
      <Td num label="Usual">
        {amount(typical)}
      </Td>
      <Td num label="That day">
        {amount(value)}
      </Td>
      <Td num label="Times" unknown={typical === 0}>
        {times(typical === 0 ? null : value / typical)}
      </Td>
      <Td num label="Requests">
        <TextLink
          href={to.requests(project, {
            [FILTER[kind]]: name,
            ...windowQuery(from, Math.min(until, Math.max(now, from + 1))),
          })}
          className="inline-flex min-h-6 min-w-6 items-center justify-end"
        >
          {count(requests)}
          <span className="sr-only"> requests of {name}</span>
        </TextLink>
      </Td>
      <Td label="Found">{foundAt === null ? 'just now' : <Time at={foundAt} />}</Td>
    </Tr>
  );
}
