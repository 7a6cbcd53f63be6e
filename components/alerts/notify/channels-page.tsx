'use client';

import { useMutation, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { AGAIN_MS } from '#components/shell/reads/live.ts';
import { NotLoaded } from '#components/shell/states/not-loaded.tsx';
import { type Outputs, useTRPC } from '#components/shell/trpc.ts';
import { StatusBadge } from '#components/ui/badge/badge.tsx';
import { Table, TBody, Td, Tr } from '#components/ui/data/table.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { count, plural } from '#components/ui/format.ts';
import { Confirm } from '#components/ui/overlay/confirm.tsx';
import { Panel, PanelBody, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { Skeleton } from '#components/ui/skeleton.tsx';
import { Time } from '#components/ui/time/time.tsx';
import { CHANNEL_WORDS } from '#server/alerts/notify/domain/channel-kind.ts';
import { hoursWords } from '#server/alerts/notify/domain/working-hours.ts';
import { EditChannel, NewChannel } from './channel-form.tsx';
import { ListHead } from './list-head.tsx';
import { NotifyHead } from './notify-head.tsx';

type Channel = Outputs['notify']['channels'][number];

/** The channels of a project: where alerts go, whether they arrive, a test, and the delivery log. */
export function ChannelsPage({ project }: { project: string }) {
  const trpc = useTRPC();
  const [open, setOpen] = useState<string | null>(null);
  const { data } = useSuspenseQuery({
    ...trpc.notify.channels.queryOptions({ project }),
    refetchInterval: AGAIN_MS.arriving,
  });
  const failing = data.filter((one) => !one.enabled || one.failingSince !== null);
  const chosen = data.find(({ id }) => id === open) ?? data[0];
  const headline =
    data.length === 0
      ? 'Nobody is notified: there is no channel.'
      : failing.length === 0
        ? `${plural(data.length, 'channel')}, and each delivers.`
        : `${plural(failing.length, 'channel')} of ${data.length} ${failing.length === 1 ? 'does' : 'do'} not deliver.`;
  return (
    <>
      <NotifyHead
        tab="channels"
        headline={headline}
        evidence="Each message is sent at least once, with the same id every time."
      />
      <Panel>
        <PanelHeader title="Channels" meta={<NewChannel />} />
        {data.length === 0 ? (
          <EmptyState title="A first channel">
            A channel is a webhook, a chat, an incident tool or a mail server that is told when alerts fire and when
            they are over.
          </EmptyState>
        ) : (
          <Table label="Channels" stack>
            <ListHead columns={['Channel', 'State', 'Gets', 'Last delivered', '#Waiting']} />
            <TBody>
              {data.map((one) => (
                <ChannelRow key={one.id} channel={one} isOpen={one.id === chosen?.id} onOpen={() => setOpen(one.id)} />
              ))}
            </TBody>
          </Table>
        )}
        <PanelFoot>Addresses and secrets are encrypted and never shown again.</PanelFoot>
      </Panel>
      {chosen && <DeliveryLog key={chosen.id} project={project} channel={chosen} />}
    </>
  );
}

function ChannelState({ channel: { enabled, failingSince, disabledReason } }: { channel: Channel }) {
  if (!enabled) return <StatusBadge state={disabledReason === null ? 'paused' : 'failed'}>Disabled</StatusBadge>;
  return failingSince === null ? (
    <StatusBadge state="ok">Delivers</StatusBadge>
  ) : (
    <StatusBadge state="failed">Fails</StatusBadge>
  );
}

function ChannelRow({ channel, isOpen, onOpen }: { channel: Channel; isOpen: boolean; onOpen: () => void }) {
  const {
    name,
    kind,
    hint,
    severities,
    sendsResolved,
    changesAfter,
    lastDeliveredAt,
    waiting,
    disabledReason,
    ticketHours,
  } = channel;
  const gets = [...severities, ...(sendsResolved ? ['resolves'] : []), ...(changesAfter === null ? [] : ['changes'])];
  const waits = severities.includes('ticket') && ticketHours !== null;
  return (
    <Tr tall selected={isOpen}>
      <Td head sub={`${CHANNEL_WORDS[kind]}, ${hint}`} className="[overflow-wrap:anywhere]">
        {name}
      </Td>
      <Td label="State" sub={disabledReason ?? undefined}>
        <ChannelState channel={channel} />
      </Td>
      <Td label="Gets" sub={waits ? `tickets ${hoursWords(ticketHours)}` : undefined}>
        {gets.join(', ')}
      </Td>
      <Td label="Last delivered" unknown={lastDeliveredAt === null}>
        {lastDeliveredAt === null ? 'never' : <Time at={lastDeliveredAt} />}
      </Td>
      <Td num label="Waiting">
        {count(waiting)}
      </Td>
      <Td>
        <span className="flex flex-wrap justify-end gap-2">
          <Button size="sm" aria-pressed={isOpen} aria-label={`Log of ${name}`} onClick={onOpen}>
            Log
          </Button>
          <ChannelActions channel={channel} onTest={onOpen} />
        </span>
      </Td>
    </Tr>
  );
}

function ChannelActions({ channel, onTest }: { channel: Channel; onTest: () => void }) {
  const { id, name, enabled } = channel;
  const trpc = useTRPC();
  const { project, may } = useProject();
  const test = useMutation(
    trpc.notify.testChannel.mutationOptions({ meta: { done: 'Test added: see the log' }, onSuccess: onTest }),
  );
  const update = useMutation(
    trpc.notify.updateChannel.mutationOptions({ meta: { done: enabled ? 'Channel disabled' : 'Channel enabled' } }),
  );
  if (may('channel.write') !== null) return null;
  return (
    <>
      {enabled && (
        <Button
          size="sm"
          disabled={test.isPending}
          aria-label={`Send a test to ${name}`}
          onClick={() => test.mutate({ project: project.name, id })}
        >
          Send a test
        </Button>
      )}
      <Button
        size="sm"
        disabled={update.isPending}
        aria-label={`${enabled ? 'Disable' : 'Enable'} ${name}`}
        onClick={() => update.mutate({ project: project.name, id, change: { enabled: !enabled } })}
      >
        {enabled ? 'Disable' : 'Enable'}
      </Button>
      <EditChannel channel={channel} />
      <DeleteChannel channel={channel} />
    </>
  );
}

function DeleteChannel({ channel: { id, name, waiting } }: { channel: Channel }) {
  const trpc = useTRPC();
  const { project } = useProject();
  const meta = { errors: 'inline', done: 'Channel deleted' } as const;
  const remove = useMutation(trpc.notify.deleteChannel.mutationOptions({ meta }));
  return (
    <Confirm
      tone="refuse"
      title={`Delete ${name}?`}
      effects={[
        'Nothing is sent to it any more. Its address, its secrets and its delivery log are deleted.',
        ...(waiting === 0 ? [] : [`${plural(waiting, 'message waits and is', 'messages wait and are')} not sent.`]),
      ]}
      undo="make it again with its address; to pause it, disable it instead"
      confirmLabel="Delete the channel"
      onConfirm={() => remove.mutateAsync({ project: project.name, id })}
      trigger={
        <Button size="sm" variant="refuse" aria-label={`Delete ${name}`}>
          Delete
        </Button>
      }
    />
  );
}

const STATES = {
  waiting: 'waits',
  delivered: 'ok',
  refused: 'rejected',
  blocked: 'blocked',
  given_up: 'failed',
} as const;
const STATE_WORDS = {
  ...{ waiting: 'Waits', delivered: 'Delivered', refused: 'Refused', blocked: 'Blocked', given_up: 'Given up' },
} as const;

function DeliveryLog({ project, channel }: { project: string; channel: Channel }) {
  const trpc = useTRPC();
  const read = useQuery({
    ...trpc.notify.deliveries.queryOptions({ project, channelId: channel.id }),
    refetchInterval: AGAIN_MS.moving,
  });
  return (
    <Panel>
      <PanelHeader title={`Delivery log of ${channel.name}`} qualifier="the last 50 messages" />
      {read.data === undefined ? (
        read.isLoadingError ? (
          <NotLoaded read={read} />
        ) : (
          <Skeleton className="m-3 h-16" />
        )
      ) : read.data.length === 0 ? (
        <PanelBody className="text-muted-foreground">Nothing was sent to it yet.</PanelBody>
      ) : (
        <Table label={`Delivery log of ${channel.name}`} stack>
          <ListHead columns={['Message', 'State', 'Last attempt']} />
          <TBody>
            {read.data.map((one) => (
              <DeliveryRow key={one.id} delivery={one} canSend={channel.enabled} />
            ))}
          </TBody>
        </Table>
      )}
    </Panel>
  );
}

type Delivery = Outputs['notify']['deliveries'][number];

function DeliveryRow({
  delivery: { id, line, state, createdAt, nextAt, tries },
  canSend,
}: {
  delivery: Delivery;
  canSend: boolean;
}) {
  const trpc = useTRPC();
  const { project, may } = useProject();
  const again = useMutation(trpc.notify.sendAgain.mutationOptions({ meta: { done: 'It is sent again' } }));
  const last = tries.at(-1);
  return (
    <Tr tall>
      <Td head sub={<Time at={createdAt} style="second" />} className="[overflow-wrap:anywhere]">
        {line}
      </Td>
      <Td
        label="State"
        sub={
          state === 'waiting' && nextAt !== null && tries.length > 0 ? (
            <>
              again at <Time at={nextAt} style="clock" />
            </>
          ) : undefined
        }
      >
        <StatusBadge state={STATES[state]}>{STATE_WORDS[state]}</StatusBadge>
      </Td>
      <Td
        label="Last attempt"
        unknown={last === undefined}
        sub={last && `attempt ${last.attempt}, ${count(last.tookMs)} ms`}
        className="[overflow-wrap:anywhere]"
      >
        {last === undefined ? 'none' : `${last.status ?? ''} ${last.response}`.trim() || last.outcome}
      </Td>
      <Td>
        {canSend && may('channel.write') === null && (
          <Button
            size="sm"
            disabled={again.isPending}
            aria-label={`Send again: ${line}`}
            onClick={() => again.mutate({ project: project.name, id })}
          >
            Send again
          </Button>
        )}
      </Td>
    </Tr>
  );
}
