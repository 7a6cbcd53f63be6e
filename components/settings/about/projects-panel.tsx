'use client';

import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { fieldSentence, sentenceOf } from '#components/shell/reads/fault.ts';
import { to } from '#components/shell/to.ts';
import { type Inputs, useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Field } from '#components/ui/form/field.tsx';
import { Input, Select } from '#components/ui/form/input.tsx';
import { Panel, PanelBody, PanelHeader } from '#components/ui/panel.tsx';

type Creators = Inputs['projects']['setProjectCreators']['projectCreators'];

const WORDS: Record<Creators, string> = {
  installation_admins: 'Admins of the installation',
  everybody: 'Every member of a project',
};

/** The form for a new project, for people who may make one, or the rule about who may. */
export function ProjectsPanel() {
  const { may } = useProject();
  const trpc = useTRPC();
  const { data } = useSuspenseQuery(trpc.projects.projectCreators.queryOptions());
  const change = useMutation(
    trpc.projects.setProjectCreators.mutationOptions({ meta: { done: 'Who may make projects changed' } }),
  );
  const refusal = may('installation.update');
  return (
    <Panel className="max-w-[640px]">
      <PanelHeader title="Projects" qualifier="of this installation" />
      <PanelBody className="grid gap-4">
        <Field label="Who may make projects" hint={refusal ?? 'An admin of a project invites people to it.'}>
          <Select
            value={data.projectCreators}
            disabled={refusal !== null || change.isPending}
            onChange={({ target }) =>
              change.mutate({ projectCreators: target.value === 'everybody' ? 'everybody' : 'installation_admins' })
            }
          >
            {Object.entries(WORDS).map(([value, word]) => (
              <option key={value} value={value}>
                {word}
              </option>
            ))}
          </Select>
        </Field>
        <NewProject refusal={may('project.create')} />
      </PanelBody>
    </Panel>
  );
}

function NewProject({ refusal }: { refusal: string | null }) {
  const trpc = useTRPC();
  const create = useMutation(
    trpc.projects.create.mutationOptions({
      meta: { errors: 'inline' },
      onSuccess: (made) => window.location.assign(to.overview(made.name)),
    }),
  );
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    create.mutate({ name: String(new FormData(event.currentTarget).get('name')) });
  }
  const problem = create.error ? (fieldSentence(create.error, 'name') ?? sentenceOf(create.error)) : undefined;
  return (
    <form onSubmit={submit} className="flex items-start gap-2 phone:flex-col phone:items-stretch">
      <div className="flex-1">
        <Field
          label="New project"
          hint={refusal ?? 'Letters a to z, digits and hyphens. You become its admin.'}
          error={problem}
        >
          <Input name="name" autoComplete="off" maxLength={40} required disabled={refusal !== null} />
        </Field>
      </div>
      {/* Beside the field, below its label. */}
      <Button type="submit" className="mt-5 phone:mt-0" disabled={refusal !== null || create.isPending}>
        Make the project
      </Button>
    </form>
  );
}
