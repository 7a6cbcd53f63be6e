'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type FormEvent, useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { errorsOf, fieldSentence, sentenceOf } from '#components/shell/reads/fault.ts';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Field, FieldError } from '#components/ui/form/field.tsx';
import { Input, Textarea } from '#components/ui/form/input.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import type { DialogProps } from '#components/ui/overlay/dialog-window.tsx';
import { NEW_RUNBOOK, type RunbookData } from './runbook-words.ts';

const FORM = 'runbook';
type Values = { name: string; owner: string | null; markdown: string };

/** Adds a runbook of the project's own and opens its page. */
export function CreateRunbook() {
  const trpc = useTRPC();
  const router = useRouter();
  const { project } = useProject();
  const create = useMutation(
    trpc.runbooks.create.mutationOptions({ meta: { errors: 'inline', done: 'Runbook added' } }),
  );
  return (
    <RunbookDialog
      title="Add a runbook"
      word="Add the runbook"
      trigger={
        <Button size="sm" icon="plus">
          Add a runbook
        </Button>
      }
      saving={create}
      save={async (values) => {
        const { name } = await create.mutateAsync({ project: project.name, ...values });
        router.push(to.runbook(project.name, name));
      }}
    />
  );
}

/** Writes the next version of a runbook. */
export function EditRunbook({ runbook }: { runbook: RunbookData['newest'] }) {
  const trpc = useTRPC();
  const { project } = useProject();
  const update = useMutation(
    trpc.runbooks.update.mutationOptions({ meta: { errors: 'inline', done: 'New version written' } }),
  );
  const { name, version } = runbook;
  return (
    <RunbookDialog
      title={`Edit ${runbook.title}`}
      description={`Version ${version} stays; what you save is version ${version + 1}.`}
      word="Save the version"
      trigger={<Button size="sm">Edit</Button>}
      runbook={runbook}
      saving={update}
      save={({ owner, markdown }) =>
        update.mutateAsync({ project: project.name, name, change: { version, owner, markdown } })
      }
    />
  );
}

type Saving = { error: unknown; isPending: boolean; reset: () => void };

/** The dialog of both, closed once it is saved. Hidden from people without the permission. */
function RunbookDialog({
  word,
  runbook,
  saving,
  save,
  ...words
}: Pick<DialogProps, 'title' | 'description' | 'trigger'> & {
  word: string;
  runbook?: RunbookData['newest'];
  saving: Saving;
  save: (values: Values) => Promise<unknown>;
}) {
  const [open, setOpen] = useState(false);
  const { may } = useProject();
  if (may('runbook.write') !== null) return null;
  function change(next: boolean) {
    setOpen(next);
    saving.reset();
  }
  const send = (values: Values) =>
    save(values).then(
      () => setOpen(false),
      // The form shows the error of the mutation.
      () => undefined,
    );
  const footer = (
    <Button type="submit" form={FORM} variant="primary" disabled={saving.isPending}>
      {word}
    </Button>
  );
  return (
    <Dialog {...words} width="lg" open={open} onOpenChange={change} footer={footer}>
      <RunbookForm runbook={runbook} error={saving.error} onSend={send} />
    </Dialog>
  );
}

function RunbookForm({
  runbook,
  error,
  onSend,
}: {
  runbook?: RunbookData['newest'];
  error: unknown;
  onSend: (values: Values) => void;
}) {
  const wrong = error ? errorsOf(error).filter(({ path }) => path.endsWith('/markdown')) : [];
  const ofName = error ? fieldSentence(error, 'name') : undefined;
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const owner = String(form.get('owner')).trim();
    onSend({
      name: String(form.get('name') ?? '').trim(),
      owner: owner === '' ? null : owner,
      markdown: String(form.get('markdown')),
    });
  }
  return (
    <form id={FORM} onSubmit={submit} className="grid gap-3">
      {runbook === undefined && (
        <Field label="Name" hint="Small letters, digits and hyphens, such as search-outage." error={ofName}>
          <Input name="name" required maxLength={60} autoComplete="off" />
        </Field>
      )}
      <Field label="Owner" hint="Who keeps it true: a person, a team or an address.">
        <Input name="owner" maxLength={120} autoComplete="off" defaultValue={runbook?.owner ?? ''} />
      </Field>
      <Field
        label="Markdown"
        hint="Steps are “### check: …”, act, decide or tell. A step that acts holds a block ~~~act NAME."
        error={
          wrong.length === 0 ? undefined : (
            <span className="grid">
              {wrong.map(({ message }) => (
                <span key={message}>{message}</span>
              ))}
            </span>
          )
        }
      >
        <Textarea
          name="markdown"
          required
          rows={18}
          maxLength={40_000}
          spellCheck={false}
          className="font-mono text-12"
          defaultValue={runbook?.markdown ?? NEW_RUNBOOK}
        />
      </Field>
      {Boolean(error) && wrong.length === 0 && ofName === undefined && <FieldError>{sentenceOf(error)}</FieldError>}
    </form>
  );
}
