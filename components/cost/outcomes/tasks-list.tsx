'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { NotLoaded } from '#components/shell/states/not-loaded.tsx';
import { type Inputs, type Outputs, useTRPC } from '#components/shell/trpc.ts';
import { StatusBadge } from '#components/ui/badge/badge.tsx';
import { Row, Rows } from '#components/ui/data/rows.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { money, plural } from '#components/ui/format.ts';
import { type Address, TextLink } from '#components/ui/link.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { Time } from '#components/ui/time/time.tsx';
import type { Ending } from '#server/cost/domain/task-sums.ts';

type TaskRow = Outputs['cost']['tasks']['data'][number];

/** The tasks behind a figure, newest first; each leads to its attempts. */
export function TasksList({
  input,
  taskOf,
}: {
  input: Omit<Inputs['cost']['tasks'], 'cursor'>;
  /** The address of one task. */
  taskOf: (task: string) => Address;
}) {
  const trpc = useTRPC();
  const list = useInfiniteQuery(
    trpc.cost.tasks.infiniteQueryOptions(input, { getNextPageParam: (page) => page.nextCursor ?? undefined }),
  );
  const rows = list.data?.pages.flatMap(({ data }) => data) ?? [];
  if (list.isLoadingError) return <NotLoaded read={list} />;
  if (list.isPending) return <SkeletonRows rows={10} label="Tasks" />;
  return (
    <div className="grid gap-2">
      {rows.length === 0 ? (
        <p className="text-muted-foreground">No such task among the raw events that are still kept.</p>
      ) : (
        <Rows aria-label="Tasks">
          {rows.map((row) => (
            <TaskItem key={row.firstKey} row={row} taskOf={taskOf} />
          ))}
        </Rows>
      )}
      {list.hasNextPage && (
        <Button size="sm" onClick={() => void list.fetchNextPage()} disabled={list.isFetchingNextPage}>
          Older tasks
        </Button>
      )}
    </div>
  );
}

function TaskItem({ row, taskOf }: { row: TaskRow; taskOf: (task: string) => Address }) {
  const unknown = row.unknownAttempts > 0 ? `, ${row.unknownAttempts} of unknown cost` : '';
  return (
    <Row
      title={
        <TextLink href={taskOf(`${row.startedAt}.${row.firstKey}`)}>
          <Time at={row.startedAt} style="second" />
        </TextLink>
      }
      sub={`${row.name ?? 'one request'} · ${plural(row.attempts, 'attempt')}${unknown} · ${row.model ?? 'no model'}`}
      action={
        <>
          <EndedBadge ended={row.ended} />
          <span className="min-w-16 text-right">{money(row.costUsd)}</span>
        </>
      }
    />
  );
}

/** How a task ended. */
export function EndedBadge({ ended }: { ended: Ending }) {
  if (ended === 'unknown') return <StatusBadge state="too-little-data">No outcome</StatusBadge>;
  return (
    <StatusBadge state={ended === 'succeeded' ? 'ok' : 'failed'}>
      {ended === 'succeeded' ? 'Success' : 'Failed'}
    </StatusBadge>
  );
}
