'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { sentenceOf } from '#components/shell/reads/fault.ts';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Badge } from '#components/ui/badge/badge.tsx';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { TextLink } from '#components/ui/link.tsx';
import { Panel, PanelBody, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Time } from '#components/ui/time/time.tsx';
import { type FoundRequest, RULE_NAMES } from './signal-words.ts';

/** The newest requests with signals, each with its rules and what was read there. */
export function FoundRequests({ project }: { project: string }) {
  const trpc = useTRPC();
  const list = useInfiniteQuery(
    trpc.signals.hits.infiniteQueryOptions(
      { project, limit: 20 },
      { initialCursor: null, getNextPageParam: (page) => page.next_cursor },
    ),
  );
  const found = list.data?.pages.flatMap((page) => page.data);
  if (found === undefined && !list.isError) return <Skeleton className="h-60" />;
  return (
    <Panel>
      <PanelHeader title="Requests with signals" meta="The newest first" />
      {list.isError && <PanelBody>{sentenceOf(list.error)}</PanelBody>}
      {found?.length === 0 && (
        <EmptyState title="No request with signals">
          Each one appears here with the rule that found it and the words that were read.
        </EmptyState>
      )}
      {found !== undefined && found.length > 0 && (
        <Table label="Requests with signals, the newest first" stack>
          <THead>
            <Tr>
              <Th>Request</Th>
              <Th>What was found</Th>
              <Th>Counted</Th>
            </Tr>
          </THead>
          <TBody>
            {found.map((one) => (
              <FoundRow key={`${one.at} ${one.requestId}`} project={project} found={one} />
            ))}
          </TBody>
        </Table>
      )}
      {list.hasNextPage && (
        <PanelFoot>
          <Button size="sm" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Older requests
          </Button>
        </PanelFoot>
      )}
    </Panel>
  );
}

/** Hits that one row names; the others are in the request's own details over the API. */
const SHOWN = 3;

function FoundRow({ project, found }: { project: string; found: FoundRequest }) {
  const { requestId, at, prompt, environment, counted, hits } = found;
  return (
    <Tr tall>
      <Td
        head
        sub={[prompt, environment].filter((name) => name !== null).join(' in ')}
        className="py-1.5 [overflow-wrap:anywhere]"
      >
        <TextLink href={to.request(project, requestId)}>{requestId}</TextLink>
        <span className="ml-2 text-muted-foreground">
          <Time at={new Date(at)} style="at" />
        </span>
      </Td>
      <Td label="What was found" className="py-1.5 [overflow-wrap:anywhere]">
        <ul className="grid gap-0.5">
          {hits.slice(0, SHOWN).map(({ rule, place, part, start, encoding, quote }) => (
            <li key={`${rule} ${part} ${start} ${encoding}`}>
              {RULE_NAMES[rule]}
              {place === 'event' ? '' : `, in the ${place}${part === '' ? '' : ` ${part}`} at ${start}`}
              {encoding === '' ? '' : `, ${encoding}`}
              {quote !== '' && <q className="ml-1 text-muted-foreground">{quote}</q>}
            </li>
          ))}
        </ul>
      </Td>
      <Td label="Counted">
        <Badge tone={counted ? 'fail' : 'stale'} icon={counted ? 'fail' : 'inconclusive'} plain>
          {counted ? 'Counted' : 'Too little alone'}
        </Badge>
      </Td>
    </Tr>
  );
}
