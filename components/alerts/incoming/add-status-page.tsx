'use client';

import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { fieldSentence, sentenceOf } from '#components/shell/reads/fault.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Field, FieldError } from '#components/ui/form/field.tsx';
import { Input } from '#components/ui/form/input.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import type { IncomingData } from './incoming-words.ts';

const NOTHING = { provider: '', url: '' };

/** "Add a status page" and its dialog: one of those that are known, or any address of a `summary.json`. */
export function AddStatusPage({ offers }: { offers: IncomingData['offers'] }) {
  const trpc = useTRPC();
  const form = useId();
  const { project, may } = useProject();
  const [open, setOpen] = useState(false);
  const [page, setPage] = useState(NOTHING);
  const add = useMutation(
    trpc.incoming.addStatusPage.mutationOptions({
      meta: { errors: 'inline', done: 'Status page added' },
      onSuccess: () => setOpen(false),
    }),
  );
  if (may('monitor.write') !== null) return null;
  const wrong = {
    provider: add.error ? fieldSentence(add.error, 'provider') : undefined,
    url: add.error ? fieldSentence(add.error, 'url') : undefined,
  };
  const offered = offers.toSorted((a, b) => Number(b.isInUse) - Number(a.isInUse));
  return (
    <Dialog
      title="Add a status page"
      description="This server asks the address now and once a minute, and sends nothing of yours."
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setPage(NOTHING);
        add.reset();
      }}
      trigger={
        <Button size="sm" icon="plus">
          Add a status page
        </Button>
      }
      footer={
        <>
          <Button onClick={() => setOpen(false)}>Cancel</Button>
          <Button type="submit" form={form} variant="primary" disabled={add.isPending}>
            {add.isPending ? 'Adding' : 'Add it'}
          </Button>
        </>
      }
    >
      <form
        id={form}
        noValidate
        className="grid gap-3"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          add.mutate({ project: project.name, provider: page.provider.trim(), url: page.url.trim() });
        }}
      >
        {offered.length > 0 && (
          <div className="flex flex-wrap items-center gap-2">
            <span className="text-12 text-muted-foreground">Known pages:</span>
            {offered.map(({ provider, url, isInUse }) => (
              <Button key={provider} size="sm" onClick={() => setPage({ provider, url })}>
                {isInUse ? `${provider}, in use` : provider}
              </Button>
            ))}
          </div>
        )}
        <Field label="Provider" hint="As your requests and models name it." error={wrong.provider}>
          <Input
            name="provider"
            maxLength={60}
            spellCheck={false}
            value={page.provider}
            onChange={({ target }) => setPage({ ...page, provider: target.value })}
          />
        </Field>
        <Field label="Address of its summary.json" error={wrong.url}>
          <Input
            name="url"
            type="url"
            inputMode="url"
            maxLength={2_000}
            placeholder="https://status.example.com/api/v2/summary.json"
            spellCheck={false}
            value={page.url}
            onChange={({ target }) => setPage({ ...page, url: target.value })}
          />
        </Field>
        {add.error && !wrong.provider && !wrong.url && <FieldError>{sentenceOf(add.error)}</FieldError>}
      </form>
    </Dialog>
  );
}
