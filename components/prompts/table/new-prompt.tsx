'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type ReactElement, useId, useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import { NewPromptForm, type NewPromptValues } from './new-prompt-form.tsx';

/** "New prompt": name, type and tags; leads to the editor, where its first version is written. */
export function NewPrompt({ folder = '', trigger }: { folder?: string; trigger?: ReactElement }) {
  const trpc = useTRPC();
  const router = useRouter();
  const form = useId();
  const { project, may } = useProject();
  const [open, setOpen] = useState(false);
  // Passed to the mutation, not to the call: the first prompt replaces the empty page that contains this component,
  // which unmounts it.
  const create = useMutation(
    trpc.prompts.create.mutationOptions({
      meta: { errors: 'inline' },
      onSuccess: ({ name }) => router.push(to.prompt(project.name, name, { tab: 'editor' })),
    }),
  );
  const refusal = may('prompt.write');
  function send(values: NewPromptValues) {
    create.mutate({ project: project.name, ...values });
  }
  return (
    <Dialog
      title="New prompt"
      description="A named place for versions. Its name and type stay; everything else is written in versions."
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        create.reset();
      }}
      trigger={
        trigger ?? (
          <Button variant="primary" icon="plus" disabled={refusal !== null} title={refusal ?? undefined}>
            New prompt
          </Button>
        )
      }
      footer={
        <>
          <Button onClick={() => setOpen(false)}>Cancel</Button>
          <Button type="submit" form={form} variant="primary" disabled={create.isPending}>
            {create.isPending ? 'Creating' : 'Create prompt'}
          </Button>
        </>
      }
    >
      {open && <NewPromptForm id={form} folder={folder} error={create.error} onSend={send} />}
    </Dialog>
  );
}
