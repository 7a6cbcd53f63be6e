'use client';

import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { sentenceOf } from '#components/shell/reads/fault.ts';
import { type Inputs, useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Checkbox } from '#components/ui/form/checkbox.tsx';
import { CopyButton } from '#components/ui/form/copy-button.tsx';
import { Field, FieldError } from '#components/ui/form/field.tsx';
import { Input, Select } from '#components/ui/form/input.tsx';
import { SEVERITIES, type Severity } from '#server/alerts/domain/alert.ts';
import { CHANNEL_KINDS, CHANNEL_WORDS, type ChannelKind } from '#server/alerts/notify/domain/channel-kind.ts';
import { FormDialog } from './form-dialog.tsx';

const FORM = 'channel';
type Target = Inputs['notify']['createChannel']['target'];

type Part = { name: string; label: string; hint?: string; type?: 'password' | 'email'; isOptional?: true };

const ADDRESS: Part = { name: 'url', label: 'Address', hint: 'Begins with https://. It is not shown again.' };
/** The fields of each kind, in order. */
const PARTS: Record<ChannelKind, Part[]> = {
  webhook: [ADDRESS],
  slack: [ADDRESS],
  teams: [{ ...ADDRESS, hint: 'Of a Workflow that begins with a webhook request. It is not shown again.' }],
  pagerduty: [
    { name: 'routing_key', label: 'Integration key', hint: 'Of an Events API v2 integration.', type: 'password' },
  ],
  incident_io: [ADDRESS, { name: 'token', label: 'Token', type: 'password' }],
  alertmanager: [ADDRESS, { name: 'token', label: 'Token', type: 'password', isOptional: true }],
  email: [
    { name: 'host', label: 'Mail server' },
    { name: 'port', label: 'Port', hint: '587, or 465 for TLS from the start.' },
    { name: 'user', label: 'User', isOptional: true },
    { name: 'password', label: 'Password', type: 'password', isOptional: true },
    { name: 'from', label: 'From', type: 'email' },
    { name: 'to', label: 'To', hint: 'Addresses with commas between them.', isOptional: true },
  ],
};

/** Makes a channel; shows the signing secret of a webhook once. Hidden from people without the permission. */
export function NewChannel() {
  const [open, setOpen] = useState(false);
  const [kind, setKind] = useState<ChannelKind>('slack');
  const trpc = useTRPC();
  const { project, may } = useProject();
  const create = useMutation(
    trpc.notify.createChannel.mutationOptions({
      meta: { errors: 'inline', done: 'Channel made' },
      onSuccess: ({ secret }) => setOpen(secret !== null),
    }),
  );
  if (may('channel.write') !== null) return null;
  const secret = create.data?.secret ?? null;
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const severities: Severity[] = SEVERITIES.filter((one) => form.has(one));
    const name = String(form.get('name')).trim();
    create.mutate({
      project: project.name,
      name,
      target: targetOf(kind, form),
      severities,
      sends_resolved: form.has('resolves'),
    });
  }
  return (
    <FormDialog
      title="New channel"
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        create.reset();
      }}
      form={FORM}
      submit="Make the channel"
      isPending={create.isPending}
      footer={
        secret === null ? undefined : (
          <Button variant="primary" onClick={() => setOpen(false)}>
            Done
          </Button>
        )
      }
    >
      {secret === null ? (
        <form id={FORM} onSubmit={submit} className="grid gap-3">
          <Field label="Kind">
            <Select value={kind} onChange={(event) => setKind(kindOf(event.target.value))}>
              {CHANNEL_KINDS.map((one) => (
                <option key={one} value={one}>
                  {CHANNEL_WORDS[one]}
                </option>
              ))}
            </Select>
          </Field>
          <Field label="Name">
            <Input name="name" required maxLength={100} autoComplete="off" />
          </Field>
          {PARTS[kind].map(({ name, label, hint, type, isOptional }) => (
            <Field key={`${kind} ${name}`} label={isOptional ? `${label} (optional)` : label} hint={hint}>
              <Input
                name={name}
                type={type}
                required={!isOptional}
                autoComplete="off"
                defaultValue={name === 'port' ? '587' : undefined}
              />
            </Field>
          ))}
          {kind === 'email' && <Checkbox name="on_call">Pages also to who is on call</Checkbox>}
          <fieldset className="grid gap-1">
            <legend className="text-12 font-medium">Gets</legend>
            {SEVERITIES.map((one) => (
              <Checkbox key={one} name={one} defaultChecked={one !== 'ticket'}>
                {one}
              </Checkbox>
            ))}
            <Checkbox name="resolves" defaultChecked>
              when alerts are over
            </Checkbox>
          </fieldset>
          {create.error !== null && <FieldError>{sentenceOf(create.error)}</FieldError>}
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

const kindOf = (value: string): ChannelKind => CHANNEL_KINDS.find((one) => one === value) ?? 'slack';

function targetOf(kind: ChannelKind, form: FormData): Target {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const optional = (name: string) => (text(name) === '' ? null : text(name));
  const url = text('url');
  switch (kind) {
    case 'webhook':
    case 'slack':
    case 'teams':
      return { kind, url };
    case 'pagerduty':
      return { kind, routing_key: text('routing_key') };
    case 'incident_io':
      return { kind, url, token: text('token') };
    case 'alertmanager':
      return { kind, url, token: optional('token') };
    case 'email': {
      const to = text('to')
        .split(/[\s,;]+/)
        .filter(Boolean);
      const server = {
        host: text('host'),
        port: Number(text('port')),
        user: optional('user'),
        password: optional('password'),
      };
      return { kind, ...server, from: text('from'), to, on_call: form.has('on_call') };
    }
  }
}
