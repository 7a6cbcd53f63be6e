'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import { CommandLine } from '#components/ui/command-line.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import { CREATE_KEY_FORM, CreateKeyForm } from './create-key-form.tsx';

/** Makes a key, then shows its text, once. */
export function CreateKey() {
  const [open, setOpen] = useState(false);
  const trpc = useTRPC();
  const { may } = useProject();
  const create = useMutation(trpc.projects.createKey.mutationOptions({ meta: { errors: 'inline' } }));
  if (may('key.write') !== null) return null;
  function onOpenChange(next: boolean) {
    setOpen(next);
    // Closing the window also removes the key's text from memory.
    if (!next) create.reset();
  }
  const made = create.data;
  return (
    <Dialog
      title={made ? `Key ${create.variables?.name} is made` : 'Create a key'}
      open={open}
      onOpenChange={onOpenChange}
      trigger={
        <Button size="sm" icon="plus">
          Create a key
        </Button>
      }
      footer={
        made ? (
          <Button variant="primary" onClick={() => onOpenChange(false)}>
            Done
          </Button>
        ) : (
          <>
            <Button onClick={() => onOpenChange(false)}>Cancel</Button>
            <Button type="submit" form={CREATE_KEY_FORM} variant="primary" disabled={create.isPending}>
              Create the key
            </Button>
          </>
        )
      }
    >
      {made ? <MadeKey text={made.key} /> : <CreateKeyForm error={create.error} onSend={create.mutate} />}
    </Dialog>
  );
}

function MadeKey({ text }: { text: string }) {
  const { edgeUrl } = useProject();
  return (
    <div className="grid gap-2">
      <CommandLine command={text} />
      <p className="text-muted-foreground">
        Copy it now: only its hash is kept, so it is not shown again. Programs send it to{' '}
        <span className="font-mono text-12">{edgeUrl}</span> as{' '}
        <span className="font-mono text-12">Authorization: Bearer</span>.
      </p>
    </div>
  );
}
