import type { Inputs } from '#components/shell/trpc.ts';
import { Checkbox } from '#components/ui/form/checkbox.tsx';
import { Field } from '#components/ui/form/field.tsx';
import { Input, Select } from '#components/ui/form/input.tsx';
import type { ChannelKind } from '#server/alerts/notify/domain/channel-kind.ts';

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
    { name: 'port', label: 'Port' },
    { name: 'user', label: 'User', isOptional: true },
    { name: 'password', label: 'Password', type: 'password', isOptional: true },
    { name: 'from', label: 'From', type: 'email' },
    { name: 'to', label: 'To', hint: 'Addresses with commas between them.', isOptional: true },
  ],
};

/** The fields of an address and its secrets, empty: what a channel has is not read back. */
export function TargetFields({ kind }: { kind: ChannelKind }) {
  return (
    <>
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
      {kind === 'email' && (
        <>
          <Field label="Encryption">
            <Select name="tls">
              <option value="">by the port: from the start on 465, else STARTTLS</option>
              <option value="implicit">from the start</option>
              <option value="starttls">STARTTLS</option>
            </Select>
          </Field>
          <Checkbox name="on_call">Pages also to who is on call</Checkbox>
        </>
      )}
    </>
  );
}

/** What the fields of {@link TargetFields} say. */
export function targetOf(kind: ChannelKind, form: FormData): Target {
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
      const tls = (['implicit', 'starttls'] as const).find((one) => one === text('tls')) ?? null;
      const server = {
        host: text('host'),
        port: Number(text('port')),
        tls,
        user: optional('user'),
        password: optional('password'),
      };
      return { kind, ...server, from: text('from'), to, on_call: form.has('on_call') };
    }
  }
}
