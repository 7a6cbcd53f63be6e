'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useProject } from '#components/shell/project-context.tsx';
import { sentenceOf } from '#components/shell/reads/fault.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Checkbox } from '#components/ui/form/checkbox.tsx';
import { Field, FieldError } from '#components/ui/form/field.tsx';
import { Input, Select } from '#components/ui/form/input.tsx';
import { FormDialog } from '#components/ui/overlay/form-dialog.tsx';
import { Panel, PanelBody, PanelHeader } from '#components/ui/panel.tsx';
import { ACTION_KINDS } from '#server/postmortems/domain/postmortem.ts';
import { type ActionItem, firstSentence, KIND_WORDS, type Postmortem } from './postmortem-words.ts';

/** What is to be done, each with one owner and one day. */
export function ActionsPanel({ postmortem }: { postmortem: Postmortem }) {
  const { actions, number } = postmortem;
  return (
    <Panel aria-label="Action items">
      <PanelHeader title="Action items" meta={<AddAction postmortem={postmortem} />} />
      {actions.length === 0 ? (
        <PanelBody className="text-muted-foreground">None yet. Each gets one owner and a day.</PanelBody>
      ) : (
        <ul className="[&>li:last-child]:border-b-0">
          {actions.map((item) => (
            <Item key={item.id} number={number} item={item} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Item({ number, item }: { number: number; item: ActionItem }) {
  const trpc = useTRPC();
  const { project, may } = useProject();
  const change = useMutation(trpc.postmortems.changeAction.mutationOptions({ meta: { errors: 'inline' } }));
  const { id, title, owner, kind, due_on, done_at, done_by } = item;
  const isDone = done_at !== null;
  const day = isDone ? `done on ${done_at.slice(0, 10)} by ${done_by?.name ?? 'somebody'}` : `due on ${due_on}`;
  return (
    <li className="grid gap-1 border-b px-3 py-2">
      <Checkbox
        checked={isDone}
        disabled={change.isPending || may('postmortem.write') !== null}
        onChange={(event) =>
          change.mutate({ project: project.name, number, id, change: { done: event.target.checked } })
        }
        hint={`${owner}, ${KIND_WORDS[kind].toLowerCase()}, ${day}`}
      >
        {title}
      </Checkbox>
      {change.error && <FieldError>{sentenceOf(change.error)}</FieldError>}
    </li>
  );
}

function AddAction({ postmortem: { number, proposed_due_on, severity } }: { postmortem: Postmortem }) {
  const trpc = useTRPC();
  const { project, may } = useProject();
  const { data: members = [] } = useQuery(trpc.projects.members.queryOptions({ project: project.name }));
  const add = useMutation(
    trpc.postmortems.addAction.mutationOptions({ meta: { errors: 'inline', done: 'Action item added' } }),
  );
  if (may('postmortem.write') !== null) return null;
  function send(form: FormData) {
    const text = (name: string) => String(form.get(name) ?? '').trim();
    const kind = ACTION_KINDS.find((one) => one === text('kind')) ?? 'prevent';
    const action = { title: text('title'), owner_id: text('owner'), due_on: text('due'), kind };
    return add.mutateAsync({ project: project.name, number, action });
  }
  return (
    <FormDialog
      title="Add an action item"
      verb="Add"
      trigger={
        <Button size="sm" icon="plus">
          Add
        </Button>
      }
      sending={add}
      error={add.error && firstSentence(add.error)}
      onSend={send}
    >
      <Field label="What is to be done">
        <Input name="title" required maxLength={300} autoComplete="off" />
      </Field>
      <Field label="So that next time we">
        <Select name="kind" defaultValue="prevent">
          {ACTION_KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {KIND_WORDS[kind]}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Owner" hint="One person.">
        <Select name="owner" required defaultValue="">
          <option value="" disabled>
            Choose a member
          </option>
          {members.map((member) => (
            <option key={member.id} value={member.id}>
              {member.name}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Due on (UTC)" hint={`Proposed for an incident of severity ${severity}.`}>
        <Input name="due" type="date" required defaultValue={proposed_due_on} />
      </Field>
    </FormDialog>
  );
}
