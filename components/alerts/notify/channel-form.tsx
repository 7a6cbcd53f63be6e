'use client';

import { useMutation } from '@tanstack/react-query';
import { type FormEvent, type ReactElement, type ReactNode, useId, useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { sentenceOf } from '#components/shell/reads/fault.ts';
import { type Outputs, useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Checkbox } from '#components/ui/form/checkbox.tsx';
import { CopyButton } from '#components/ui/form/copy-button.tsx';
import { Field, FieldError } from '#components/ui/form/field.tsx';
import { Input, Select } from '#components/ui/form/input.tsx';
import { SEVERITIES, type Severity } from '#server/alerts/domain/alert.ts';
import { CHANNEL_KINDS, CHANNEL_WORDS, type ChannelKind } from '#server/alerts/notify/domain/channel-kind.ts';
import { OFFICE_HOURS, type WorkingHours } from '#server/alerts/notify/domain/working-hours.ts';
import { TargetFields, targetOf } from './channel-target.tsx';
import { FormDialog } from './form-dialog.tsx';

type Channel = Outputs['notify']['channels'][number];

/** Makes a channel, hidden from people without the permission. */
export function NewChannel() {
  const { project, may } = useProject();
  const trpc = useTRPC();
  const meta = { errors: 'inline', done: 'Channel made' } as const;
  const create = useMutation(trpc.notify.createChannel.mutationOptions({ meta }));
  const [kind, setKind] = useState<ChannelKind>('slack');
  if (may('channel.write') !== null) return null;
  return (
    <ChannelDialog
      title="New channel"
      submit="Make the channel"
      save={create}
      onSubmit={(form) =>
        create.mutate({ project: project.name, ...partsOf(form, null), target: targetOf(kind, form) })
      }
    >
      <Field label="Kind">
        <Select value={kind} onChange={(event) => setKind(kindOf(event.target.value))}>
          {CHANNEL_KINDS.map((one) => (
            <option key={one} value={one}>
              {CHANNEL_WORDS[one]}
            </option>
          ))}
        </Select>
      </Field>
      <NameField />
      <TargetFields kind={kind} />
      <WhatItGets channel={null} />
    </ChannelDialog>
  );
}

/** Changes a channel; its address and secrets are replaced as a whole or stay, and are never shown. */
export function EditChannel({ channel }: { channel: Channel }) {
  const { project } = useProject();
  const trpc = useTRPC();
  const meta = { errors: 'inline', done: 'Channel changed' } as const;
  const update = useMutation(trpc.notify.updateChannel.mutationOptions({ meta }));
  const [isReplaced, setReplaced] = useState(false);
  const { id, name, kind } = channel;
  return (
    <ChannelDialog
      title={`Change ${name}`}
      submit="Change the channel"
      trigger={
        <Button size="sm" aria-label={`Change ${name}`}>
          Change
        </Button>
      }
      save={update}
      onSubmit={(form) => {
        const change = { ...partsOf(form, channel), ...(isReplaced ? { target: targetOf(kind, form) } : {}) };
        update.mutate({ project: project.name, id, change });
      }}
    >
      <NameField value={name} />
      <Checkbox checked={isReplaced} onChange={(event) => setReplaced(event.target.checked)}>
        {kind === 'webhook' ? 'Replace its address, with a new secret' : 'Replace its address and secrets'}
      </Checkbox>
      {isReplaced && <TargetFields kind={kind} />}
      <WhatItGets channel={channel} />
    </ChannelDialog>
  );
}

type ChannelDialogProps = {
  title: string;
  submit: string;
  trigger?: ReactElement;
  save: { data?: { secret: string | null }; error: unknown; isPending: boolean; isSuccess: boolean; reset: () => void };
  onSubmit: (form: FormData) => void;
  children: ReactNode;
};

/** The window of both forms; it stays open to show the signing secret of a webhook once. */
function ChannelDialog({ title, submit, trigger, save, onSubmit, children }: ChannelDialogProps) {
  const [isWanted, setWanted] = useState(false);
  const secret = save.data?.secret ?? null;
  const open = isWanted && !(save.isSuccess && secret === null);
  const form = useId();
  const close = () => setWanted(false);
  return (
    <FormDialog
      {...{ title, submit, trigger, open, form }}
      onOpenChange={(next) => {
        setWanted(next);
        save.reset();
      }}
      isPending={save.isPending}
      footer={
        secret === null ? undefined : (
          <Button variant="primary" onClick={close}>
            Done
          </Button>
        )
      }
    >
      {secret === null ? (
        <form
          id={form}
          className="grid gap-3"
          onSubmit={(event: FormEvent<HTMLFormElement>) => {
            event.preventDefault();
            onSubmit(new FormData(event.currentTarget));
          }}
        >
          {children}
          {save.error !== null && <FieldError>{sentenceOf(save.error)}</FieldError>}
        </form>
      ) : (
        <div className="grid justify-items-start gap-2">
          <p>Verify messages with it by the Standard Webhooks specification. It is not shown again.</p>
          <code className="[overflow-wrap:anywhere]">{secret}</code>
          <CopyButton text={secret} label="Copy the secret" />
        </div>
      )}
    </FormDialog>
  );
}

const NameField = ({ value }: { value?: string }) => (
  <Field label="Name">
    <Input name="name" required maxLength={100} autoComplete="off" defaultValue={value} />
  </Field>
);

/** Which severities, resolves, and when tickets. */
function WhatItGets({ channel }: { channel: Channel | null }) {
  const severities = channel?.severities ?? ['page', 'warning'];
  const hours = channel === null ? OFFICE_HOURS : channel.ticketHours;
  const { from, to, time_zone: timeZone } = hours ?? OFFICE_HOURS;
  return (
    <>
      <fieldset className="grid gap-1">
        <legend className="text-12 font-medium">Gets</legend>
        {SEVERITIES.map((one) => (
          <Checkbox key={one} name={one} defaultChecked={severities.includes(one)}>
            {one}
          </Checkbox>
        ))}
        <Checkbox name="resolves" defaultChecked={channel?.sendsResolved ?? true}>
          when alerts are over
        </Checkbox>
      </fieldset>
      <fieldset className="grid gap-1">
        <legend className="text-12 font-medium">Tickets</legend>
        <Checkbox name="hours" defaultChecked={hours !== null}>
          only in working hours, by default Monday to Friday
        </Checkbox>
        <div className="grid grid-cols-[1fr_1fr_1.4fr] gap-2">
          <Field label="from">
            <Input name="from_hour" type="time" required defaultValue={from} />
          </Field>
          <Field label="to">
            <Input name="to_hour" type="time" required defaultValue={to} />
          </Field>
          <Field label="Time zone">
            <Input name="time_zone" required maxLength={60} defaultValue={timeZone} />
          </Field>
        </div>
      </fieldset>
    </>
  );
}

/** What both forms say beside the address; days that were set otherwise stay. */
function partsOf(form: FormData, channel: Channel | null) {
  const text = (name: string) => String(form.get(name)).trim();
  const severities: Severity[] = SEVERITIES.filter((one) => form.has(one));
  const { days } = channel?.ticketHours ?? OFFICE_HOURS;
  const hours: WorkingHours = { time_zone: text('time_zone'), days, from: text('from_hour'), to: text('to_hour') };
  return {
    ...{ name: text('name'), severities, sends_resolved: form.has('resolves') },
    ticket_hours: form.has('hours') ? hours : null,
  };
}

const kindOf = (value: string): ChannelKind => CHANNEL_KINDS.find((one) => one === value) ?? 'slack';
