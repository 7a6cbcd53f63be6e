'use client';

import { useQuery } from '@tanstack/react-query';
import { sentenceOf } from '#components/shell/reads/fault.ts';
import { to } from '#components/shell/to.ts';
import { type Outputs, useTRPC } from '#components/shell/trpc.ts';
import { CostArithmetic } from '#components/telemetry/cost-arithmetic.tsx';
import { StatusBadge } from '#components/ui/badge/badge.tsx';
import { Facts } from '#components/ui/data/rows.tsx';
import { count, money, plural } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { Mono } from '#components/ui/tags.tsx';
import { Time } from '#components/ui/time/time.tsx';
import { EndedBadge } from './tasks-list.tsx';

type Task = Outputs['cost']['task'];

/** One task: what it cost, attempt by attempt with the arithmetic of each, and its other costs. */
export function TaskDetail({ project, task }: { project: string; task: string }) {
  const trpc = useTRPC();
  const [startedAt, key = ''] = task.split('.');
  const { data, error } = useQuery({
    ...trpc.cost.task.queryOptions({ project, startedAt: Number(startedAt), key }),
    retry: false,
  });
  if (error) return <p>{sentenceOf(error, { reading: true })}</p>;
  if (!data) return <SkeletonRows rows={8} label="Task" />;
  const ended = data.outcome === null ? 'unknown' : data.outcome.success ? 'succeeded' : 'failed';
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center gap-2">
        <EndedBadge ended={ended} />
        <Time at={data.startedAt} style="second" />
        {data.name !== null && <Mono>{data.name}</Mono>}
      </div>
      <p>
        <strong>{money(data.costUsd)}</strong> = {sumWords(data)}
        {data.unknownAttempts > 0 && `; ${plural(data.unknownAttempts, 'attempt')} of unknown cost in no sum`}
      </p>
      {data.attempts.map((attempt, i) => (
        <Attempt key={attempt.id} project={project} id={attempt.id} place={i + 1} of={data.attempts.length} />
      ))}
      {data.costs.length > 0 && (
        <section>
          <h3 className="font-semibold">Beside the attempts</h3>
          <Facts
            facts={data.costs.map((cost) => [
              <>
                {cost.kind}
                {cost.name === null ? '' : `, ${cost.name}`}, <Time at={cost.at} style="at" />
              </>,
              money(cost.amountUsd),
            ])}
          />
        </section>
      )}
    </div>
  );
}

const sumWords = ({ attempts, costs }: Task): string =>
  [...attempts.map(({ cost }) => money(cost)), ...costs.map(({ amountUsd }) => money(amountUsd))].join(' + ');

/** An attempt with where its cost comes from. */
function Attempt({ project, id, place, of }: { project: string; id: string; place: number; of: number }) {
  const trpc = useTRPC();
  const { data, error } = useQuery({ ...trpc.telemetry.request.queryOptions({ project, id }), retry: false });
  return (
    <section className="grid gap-1 border-t pt-3">
      <h3 className="flex flex-wrap items-center gap-2 font-semibold">
        <TextLink href={to.request(project, id)}>{of === 1 ? 'Attempt' : `Attempt ${place} of ${of}`}</TextLink>
        {data?.status === 'error' && <StatusBadge state="failed">{data.errorCode ?? 'error'}</StatusBadge>}
      </h3>
      {error && <p>{sentenceOf(error, { reading: true })}</p>}
      {data && (
        <>
          <p className="text-12 text-muted-foreground">
            {data.provider}/{data.model}
            {data.prompt === null ? '' : ` · ${data.prompt} ${data.version ?? ''}`} · {count(data.tokensIn)} tokens in,{' '}
            {count(data.tokensOut)} out
          </p>
          <CostArithmetic request={data} />
        </>
      )}
    </section>
  );
}
