'use client';

import { useMutation } from '@tanstack/react-query';
import { useProject } from '#components/shell/project-context.tsx';
import { sentenceOf } from '#components/shell/reads/fault.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Checkbox } from '#components/ui/form/checkbox.tsx';
import { FieldError } from '#components/ui/form/field.tsx';
import { FormDialog } from '#components/ui/overlay/form-dialog.tsx';
import { Panel, PanelBody, PanelHeader } from '#components/ui/panel.tsx';
import { ActionFields, actionOf } from './action-fields.tsx';
import { type ActionItem, firstSentence, KIND_WORDS, type Postmortem } from './postmortem-words.ts';
import { SayWhy } from './say-why.tsx';

/** What is to be done, each with one owner and one day. */
export function ActionsPanel({ postmortem }: { postmortem: Postmortem }) {
  const { actions, number, no_actions_reason } = postmortem;
  return (
    <Panel aria-label="Action items">
      <PanelHeader title="Action items" meta={<AddAction postmortem={postmortem} />} />
      {actions.length === 0 ? (
        <PanelBody className="grid justify-items-start gap-2">
          <p className="text-muted-foreground [overflow-wrap:anywhere]">
            {no_actions_reason === null
              ? 'None yet. Each gets one owner and a day.'
              : `None, because: ${no_actions_reason}`}
          </p>
          <SayWhy postmortem={postmortem} field="no_actions_reason" />
        </PanelBody>
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
    <li className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2 border-b px-3 py-2">
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
      <EditAction number={number} item={item} />
      {change.error && <FieldError>{sentenceOf(change.error)}</FieldError>}
    </li>
  );
}

function EditAction({ number, item }: { number: number; item: ActionItem }) {
  const trpc = useTRPC();
  const { project, may } = useProject();
  const change = useMutation(
    trpc.postmortems.changeAction.mutationOptions({ meta: { errors: 'inline', done: 'Action item changed' } }),
  );
  if (may('postmortem.write') !== null) return null;
  return (
    <FormDialog
      title="Change the action item"
      verb="Save"
      trigger={
        <Button size="sm" className="print:hidden">
          Edit<span className="sr-only"> {item.title}</span>
        </Button>
      }
      sending={change}
      error={change.error && firstSentence(change.error)}
      onSend={(form) => change.mutateAsync({ project: project.name, number, id: item.id, change: actionOf(form) })}
    >
      <ActionFields begun={item} />
    </FormDialog>
  );
}

function AddAction({ postmortem: { number, proposed_due_on, severity } }: { postmortem: Postmortem }) {
  const trpc = useTRPC();
  const { project, may } = useProject();
  const add = useMutation(
    trpc.postmortems.addAction.mutationOptions({ meta: { errors: 'inline', done: 'Action item added' } }),
  );
  if (may('postmortem.write') !== null) return null;
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
      onSend={(form) => add.mutateAsync({ project: project.name, number, action: actionOf(form) })}
    >
      <ActionFields
        begun={{ title: '', kind: 'prevent', owner_id: '', due_on: proposed_due_on }}
        dueHint={`Proposed for an incident of severity ${severity}.`}
      />
    </FormDialog>
  );
}
