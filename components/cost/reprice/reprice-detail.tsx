'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { PriceHistory } from '#components/models/model-prices.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { sentenceOf } from '#components/shell/reads/fault.ts';
import { AGAIN_MS, whileMoving } from '#components/shell/reads/live.ts';
import { NotLoaded } from '#components/shell/states/not-loaded.tsx';
import { windowQuery } from '#components/shell/time/window-query.ts';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { StatusBadge } from '#components/ui/badge/badge.tsx';
import { Progress } from '#components/ui/data/progress.tsx';
import { Facts } from '#components/ui/data/rows.tsx';
import { Button, ButtonLink } from '#components/ui/form/button.tsx';
import { FieldError } from '#components/ui/form/field.tsx';
import { count } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { Panel, PanelBody, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { Time } from '#components/ui/time/time.tsx';
import { DayFigures } from './day-figures.tsx';
import { type RepriceDetail, repriceSentences } from './reprice-words.ts';

/** One repricing: how far it is, what it changed by day, by which rows, and its requests. */
export function RepriceDetailPanels({ project, id }: { project: string; id: string }) {
  const trpc = useTRPC();
  const read = useQuery({
    ...trpc.reprice.detail.queryOptions({ project, id }),
    refetchInterval: whileMoving(({ status }) => status === 'running', { fast: AGAIN_MS.watched, slow: false }),
  });
  if (!read.data) return <Panel>{read.isLoadingError ? <NotLoaded read={read} /> : <SkeletonRows rows={6} />}</Panel>;
  const one = read.data;
  return (
    <>
      <Summary project={project} one={one} />
      <div className="grid grid-cols-2 items-start gap-4 compact:grid-cols-1">
        <Panel>
          <PanelHeader title="By day" qualifier="UTC" />
          {one.breakdown === null ? (
            <PanelBody className="text-muted-foreground">Not kept: it began before days were recorded.</PanelBody>
          ) : one.breakdown.days.length === 0 ? (
            <PanelBody className="text-muted-foreground">No request was priced again yet.</PanelBody>
          ) : (
            <DayFigures project={project} model={one.model} days={one.breakdown.days} />
          )}
        </Panel>
        <Panel>
          <PanelHeader title="The rows that it prices by" qualifier="as they were when it began" />
          <PriceHistory model={one} />
        </Panel>
      </div>
    </>
  );
}

function Summary({ project, one }: { project: string; one: RepriceDetail }) {
  const { may } = useProject();
  const { status, figures, breakdown } = one;
  const sentences = repriceSentences(figures, {
    stay: breakdown?.stayUnknown ?? null,
    lacking: breakdown?.lacking ?? [],
    done: true,
  });
  const isRunning = status === 'running';
  return (
    <Panel aria-label="The repricing">
      <PanelHeader
        title={one.model}
        badge={<RepriceBadge status={status} />}
        meta={
          <ButtonLink
            size="sm"
            href={to.requests(project, { model: one.model, ...windowQuery(one.from.getTime(), one.to.getTime()) })}
          >
            Its requests
          </ButtonLink>
        }
      />
      {isRunning && (
        <PanelBody className="border-b">
          <Progress
            label={`Pricing the requests of ${one.model} again`}
            value={one.progress}
            left={`${count(figures.events)} of ${count(one.total)} requests`}
            right="by the worker; it goes on where it was after a restart"
          />
        </PanelBody>
      )}
      {status === 'failed' && <Failed one={one} project={project} />}
      {(!isRunning || figures.events > 0) && (
        <PanelBody className="grid gap-1 text-pretty">
          {sentences.map((sentence, i) => (
            <p key={sentence} className={i === 0 ? 'text-16 font-semibold' : undefined}>
              {sentence}
            </p>
          ))}
        </PanelBody>
      )}
      <PanelBody className="border-t">
        <Facts
          className="max-w-140"
          facts={[
            ['Why', one.reason ?? 'no reason was given'],
            ['Started', <Started key="started" one={one} />],
            ['Ended', one.finishedAt === null ? 'not yet' : <Time key="ended" at={one.finishedAt} style="second" />],
            ['Requests from', <Time key="from" at={one.from} style="at" />],
            ['Requests before', <Time key="to" at={one.to} style="at" />],
          ]}
        />
      </PanelBody>
      <PanelFoot>
        Its start and its figures are in the audit log
        {may('audit.read') === null ? (
          <>
            {': '}
            <TextLink href={to.settings(project, 'audit')}>Settings, audit</TextLink>.
          </>
        ) : (
          '.'
        )}
      </PanelFoot>
    </Panel>
  );
}

const Started = ({ one: { startedAt, startedBy } }: { one: RepriceDetail }) => (
  <>
    <Time at={startedAt} style="second" /> by {startedBy}
  </>
);

/** Running, done, or failed. */
export function RepriceBadge({ status }: { status: RepriceDetail['status'] }) {
  switch (status) {
    case 'running':
      return <StatusBadge state="running" />;
    case 'done':
      return <StatusBadge state="completed">Done</StatusBadge>;
    case 'failed':
      return <StatusBadge state="failed" />;
  }
}

function Failed({ project, one }: { project: string; one: RepriceDetail }) {
  const trpc = useTRPC();
  const router = useRouter();
  const { may } = useProject();
  const again = useMutation(
    trpc.reprice.again.mutationOptions({
      meta: { errors: 'inline' },
      onSuccess: ({ id }) => router.push(to.reprice(project, { id })),
    }),
  );
  const refusal = may('cost.reprice');
  return (
    <PanelBody className="grid justify-items-start gap-2 border-b">
      <FieldError>
        {one.failure ?? 'The worker gave up.'} What was priced until then stays; starting it again does the rest.
      </FieldError>
      <Button
        disabled={refusal !== null || again.isPending}
        title={refusal ?? undefined}
        onClick={() => again.mutate({ project, id: one.id })}
      >
        Start again
      </Button>
      {again.isError && <FieldError>{sentenceOf(again.error)}</FieldError>}
    </PanelBody>
  );
}
