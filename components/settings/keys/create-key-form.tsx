'use client';

import { type FormEvent, useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { fieldSentence, sentenceOf } from '#components/shell/reads/fault.ts';
import type { Inputs } from '#components/shell/trpc.ts';
import { Checkbox, Radio } from '#components/ui/form/checkbox.tsx';
import { Field, FieldError } from '#components/ui/form/field.tsx';
import { Input, Select } from '#components/ui/form/input.tsx';
import { DAY_MS } from '#server/platform/pure/durations.ts';

type Scope = Inputs['projects']['createKey']['scopes'][number];

/** What a key may do with each scope. */
const SCOPE_MEANING: Record<Scope, string> = {
  ingest: 'Send events, outcomes, feedback and traces.',
  resolve: 'Resolve which variant serves a request.',
  gateway: 'Call models through the gateway.',
  read: 'Read everything of the project.',
  registry: 'Change prompts, versions and models.',
  evals: 'Change datasets, run evals, check gates.',
  promote: 'Request, approve and roll back promotions.',
  admin: 'Change gate policies and import history.',
};

/** Every scope, in the order of the form. */
const SCOPES = Object.keys(SCOPE_MEANING) as Scope[];

export const CREATE_KEY_FORM = 'create-key';
const LEGEND = 'pb-1 text-12 font-medium';

/** Name, scopes, owner and expiry of a key. `error` is the server's refusal of the last try. */
export function CreateKeyForm({
  error,
  onSend,
}: {
  error: unknown;
  onSend: (key: Inputs['projects']['createKey']) => void;
}) {
  const { project, person } = useProject();
  const [noScope, setNoScope] = useState(false);
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const scopes = SCOPES.filter((scope) => form.getAll('scope').includes(scope));
    setNoScope(scopes.length === 0);
    if (scopes.length === 0) return;
    const days = Number(form.get('days'));
    onSend({
      project: project.name,
      name: String(form.get('name')),
      scopes,
      owner: form.get('owner') === 'me' ? 'me' : 'service',
      ...(days > 0 ? { expiresAt: new Date(Date.now() + days * DAY_MS) } : {}),
    });
  }
  const byField = error ? fieldSentence(error, 'name') : undefined;
  return (
    <form id={CREATE_KEY_FORM} onSubmit={submit} className="grid gap-3">
      <Field label="Name" hint="Where it is used, such as checkout or ci." error={byField}>
        <Input name="name" required maxLength={80} autoComplete="off" />
      </Field>
      <fieldset>
        <legend className={LEGEND}>Scopes</legend>
        <div className="grid grid-cols-2 gap-x-3 phone:grid-cols-1">
          {SCOPES.map((scope) => (
            <Checkbox key={scope} name="scope" value={scope} hint={SCOPE_MEANING[scope]}>
              {scope}
            </Checkbox>
          ))}
        </div>
        {noScope && <FieldError>Choose at least one scope.</FieldError>}
      </fieldset>
      <fieldset>
        <legend className={LEGEND}>Acts as</legend>
        <Radio name="owner" value="service" defaultChecked hint="Keeps working when people leave. Cannot approve.">
          A service account of this project
        </Radio>
        <Radio name="owner" value="me" hint="Ends with your membership.">
          {person.name}
        </Radio>
      </fieldset>
      <Field label="Ends">
        <Select name="days" defaultValue="0">
          <option value="0">when it is revoked</option>
          <option value="30">in 30 days</option>
          <option value="90">in 90 days</option>
          <option value="365">in a year</option>
        </Select>
      </Field>
      {Boolean(error) && !byField && <FieldError>{sentenceOf(error)}</FieldError>}
    </form>
  );
}
