'use client';

import { useQuery } from '@tanstack/react-query';
import { useProject } from '#components/shell/project-context.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import { Field } from '#components/ui/form/field.tsx';
import { Input, Select } from '#components/ui/form/input.tsx';
import { ACTION_KINDS, type ActionKind } from '#server/postmortems/domain/postmortem.ts';
import { KIND_WORDS } from './postmortem-words.ts';

type Begun = { title: string; kind: ActionKind; owner_id: string; due_on: string };

/** What an action item is: what, what for, who, and by which day. */
export function ActionFields({ begun, dueHint }: { begun: Begun; dueHint?: string }) {
  const trpc = useTRPC();
  const { project } = useProject();
  const { data: members = [] } = useQuery(trpc.projects.members.queryOptions({ project: project.name }));
  return (
    <>
      <Field label="What is to be done">
        <Input name="title" required maxLength={300} autoComplete="off" defaultValue={begun.title} />
      </Field>
      <Field label="So that next time we">
        <Select name="kind" defaultValue={begun.kind}>
          {ACTION_KINDS.map((kind) => (
            <option key={kind} value={kind}>
              {KIND_WORDS[kind]}
            </option>
          ))}
        </Select>
      </Field>
      <Field label="Owner" hint="One person.">
        <Select name="owner" required defaultValue={begun.owner_id}>
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
      <Field label="Due on (UTC)" hint={dueHint}>
        <Input name="due" type="date" required defaultValue={begun.due_on} />
      </Field>
    </>
  );
}

/** The fields as they were filled in. */
export function actionOf(form: FormData) {
  const text = (name: string) => String(form.get(name) ?? '').trim();
  const kind = ACTION_KINDS.find((one) => one === text('kind')) ?? 'prevent';
  return { title: text('title'), owner_id: text('owner'), due_on: text('due'), kind };
}
