'use client';

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { sentenceOf } from '#components/shell/reads/fault.ts';
import { to } from '#components/shell/to.ts';
import { type Outputs, useTRPC } from '#components/shell/trpc.ts';
import { CostArithmetic } from '#components/telemetry/cost-arithmetic.tsx';
import { StatusBadge } from '#components/ui/badge/badge.tsx';
import { Facts } from '#components/ui/data/rows.tsx';
import { count, latency, score } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { EnvironmentBadge, Mono } from '#components/ui/tags.tsx';
import { Time } from '#components/ui/time/time.tsx';

type Request = Outputs['telemetry']['request'];

/** All stored fields of one request. */
export function RequestDetail({ project, id }: { project: string; id: string }) {
  const trpc = useTRPC();
  const { data, error } = useQuery({ ...trpc.telemetry.request.queryOptions({ project, id }), retry: false });
  if (error) return <p>{sentenceOf(error, { reading: true })}</p>;
  if (!data) return <SkeletonRows rows={8} label="Request" />;
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center gap-2">
        {data.status === 'ok' ? (
          <StatusBadge state="ok" />
        ) : (
          <StatusBadge state="failed">{data.errorCode ?? 'error'}</StatusBadge>
        )}
        <EnvironmentBadge name={data.environment} />
        <Time at={data.at} style="at" />
      </div>
      <TimingBar ttftMs={data.ttftMs} latencyMs={data.latencyMs} />
      {/* Links stand one below the other: each has the height of a finger. */}
      <Facts className="gap-y-2" facts={facts(project, data)} />
      <CostArithmetic request={data} />
      <Body title="Input" text={data.input} stored={data.bodiesStored} project={project} />
      <Body title="Output" text={data.output} stored={data.bodiesStored} project={project} />
      {data.feedback.length > 0 && <Feedback feedback={data.feedback} />}
    </div>
  );
}

function facts(project: string, r: Request): [ReactNode, ReactNode][] {
  const narrowed = (query: Record<string, string>, text: string) => (
    <TextLink href={to.requests(project, { ...query, range: '7d' })}>{text}</TextLink>
  );
  const all: [string, ReactNode][] = [
    [
      'Prompt',
      r.prompt &&
        (r.registered.prompt ? (
          <TextLink href={to.prompt(project, r.prompt)}>{`${r.prompt} ${r.version ?? ''}`}</TextLink>
        ) : (
          `${r.prompt} (not in the registry)`
        )),
    ],
    ['Model', `${r.provider}/${r.model}${r.registered.model ? '' : ' (not in the registry)'}`],
    [
      'Error code',
      r.errorCode && (
        <TextLink key="code" href={to.requests(project, { status: 'error', code: r.errorCode, range: '7d' })}>
          {r.errorCode}
        </TextLink>
      ),
    ],
    ['Service', r.service],
    ['Arm', r.arm],
    ['Attempt', r.attempt === null ? null : String(r.attempt)],
    ['Tokens in, cached, out', `${count(r.tokensIn)}, ${count(r.tokensCached)}, ${count(r.tokensOut)}`],
    ['Tier', r.serviceTier],
    ['Region', r.region],
    ['Characters in', r.inputChars === null ? null : count(r.inputChars)],
    ['Quality', r.quality === null ? null : score(r.quality)],
    ['Query type', r.queryType],
    ['Key', r.apiKey && narrowed({ key: r.apiKey.name }, r.apiKey.name)],
    ['User', r.user && narrowed({ user: r.user }, r.user)],
    ['Session', r.session && narrowed({ session: r.session }, r.session)],
    ['Trace', r.traceId && narrowed({ trace: r.traceId }, `${r.traceId} (${r.trace.length + 1})`)],
    [
      'Outcome',
      r.outcome &&
        `${r.outcome.success ? 'success' : 'no success'}${r.outcome.value === null ? '' : `, value ${r.outcome.value}`}`,
    ],
    ['Tags', r.tags.length > 0 ? r.tags.map((tag) => <TagLink key={tag} project={project} tag={tag} />) : null],
    ['Id', <Mono key="id">{r.id}</Mono>],
    ['Received', <Time key="received" at={r.receivedAt} style="second" />],
    ['Clock', r.clockSkew ? 'its own time lay in the future; the time of receipt is used' : null],
  ];
  return all.filter(([, value]) => value !== null && value !== '');
}

/** The other requests with this tag, of the last week. */
function TagLink({ project, tag }: { project: string; tag: string }) {
  return (
    <TextLink href={to.requests(project, { tag, range: '7d' })} className="ml-2 inline-block">
      {tag}
    </TextLink>
  );
}

/** The input or output, or why there is none; `stored`: whether the project stores them now. */
function Body({
  title,
  text,
  stored,
  project,
}: {
  title: string;
  text: string | null;
  stored: boolean;
  project: string;
}) {
  return (
    <section>
      <h3 className="font-semibold">{title}</h3>
      {text === null ? (
        <p className="text-12 text-muted-foreground">
          {stored ? (
            'Not sent with this event, or not stored when it arrived.'
          ) : (
            <>
              This project does not store inputs and outputs:{' '}
              <TextLink href={to.settings(project, 'data')}>settings</TextLink>.
            </>
          )}
        </p>
      ) : (
        <pre className="max-h-72 overflow-auto rounded-md border bg-muted p-2 font-mono text-12 whitespace-pre-wrap [overflow-wrap:anywhere]">
          {text}
        </pre>
      )}
    </section>
  );
}

function Feedback({ feedback }: { feedback: Request['feedback'] }) {
  return (
    <section>
      <h3 className="font-semibold">Feedback</h3>
      <Facts
        facts={feedback.map((one) => [
          `${one.name}, by a ${one.source}`,
          `${score(one.score)}${one.comment ? `: ${one.comment}` : ''}`,
        ])}
      />
    </section>
  );
}

/** How the time of one request was spent: waiting for the first token, then streaming the rest. */
function TimingBar({ ttftMs, latencyMs }: { ttftMs: number | null; latencyMs: number | null }) {
  if (latencyMs === null) return <p className="text-12 text-muted-foreground">Its latency is unknown.</p>;
  const share = ttftMs === null || latencyMs === 0 ? null : Math.min(1, ttftMs / latencyMs);
  return (
    <div>
      <div aria-hidden="true" className="flex h-2.5 overflow-hidden rounded-sm bg-stable-soft">
        {share !== null && <span className="bg-stable" style={{ width: `${share * 100}%` }} />}
      </div>
      <p className="mt-1 text-12 text-muted-foreground">
        {ttftMs === null ? 'time to first token unknown' : `first token after ${latency(ttftMs)}`}, all of it after{' '}
        {latency(latencyMs)}
      </p>
    </div>
  );
}
