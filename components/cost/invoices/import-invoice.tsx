'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { KeySnippet } from '#components/shell/key-snippet.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { errorsOf, extraOf, sentenceOf } from '#components/shell/reads/fault.ts';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { FieldError } from '#components/ui/form/field.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import { InvoiceSource, type Source } from './invoice-source.tsx';

const NOTHING: Source = { name: null, text: '' };
/** A request of a page may have 1 MB; the rest is left for the message around the text. */
const BYTES_MAX = 900_000;

/** Imports an invoice from a file or from pasted text, and opens its comparison. Hidden from people without the permission. */
export function ImportInvoice() {
  const trpc = useTRPC();
  const router = useRouter();
  const { project, may } = useProject();
  const [open, setOpen] = useState(false);
  const [source, setSource] = useState(NOTHING);
  const send = useMutation(
    trpc.invoices.import.mutationOptions({
      meta: { errors: 'inline', done: 'Invoice imported' },
      onSuccess: ({ id }) => {
        setOpen(false);
        router.push(to.invoice(project.name, id));
      },
    }),
  );
  if (may('invoice.write') !== null) return null;
  const isLarge = new Blob([source.text]).size > BYTES_MAX;
  const other = extraOf(send.error).invoice_id;
  const submit = (replaces?: string) =>
    send.mutate({ project: project.name, text: source.text, name: source.name, replaces });
  function onOpenChange(next: boolean) {
    setOpen(next);
    if (!next) return;
    setSource(NOTHING);
    send.reset();
  }
  return (
    <Dialog
      title="Import an invoice"
      description="OpenAI’s costs or Anthropic’s cost report as JSON, or FOCUS as CSV. All of it is taken, or nothing."
      open={open}
      onOpenChange={onOpenChange}
      trigger={
        <Button size="sm" icon="plus">
          Import an invoice
        </Button>
      }
      footer={
        <>
          <Button onClick={() => setOpen(false)}>Cancel</Button>
          {typeof other === 'string' && (
            <Button variant="refuse" disabled={send.isPending} onClick={() => submit(other)}>
              Replace that one
            </Button>
          )}
          <Button
            variant="primary"
            disabled={source.text.trim() === '' || isLarge || send.isPending}
            onClick={() => submit()}
          >
            {send.isPending ? 'Importing' : 'Import'}
          </Button>
        </>
      }
    >
      <div className="grid gap-3">
        <InvoiceSource
          source={source}
          onChange={(next) => {
            setSource(next);
            send.reset();
          }}
        />
        {isLarge && <TooLarge name={source.name} />}
        {send.error && <Refused error={send.error} />}
      </div>
    </Dialog>
  );
}

/** Every line that was refused, or the one sentence of another refusal. */
function Refused({ error }: { error: unknown }) {
  const errors = errorsOf(error);
  if (errors.length < 2) return <FieldError>{sentenceOf(error)}</FieldError>;
  return (
    <div className="grid gap-1">
      <FieldError>Nothing was imported: these lines are wrong.</FieldError>
      <ul className="max-h-48 overflow-y-auto text-12 [overflow-wrap:anywhere]">
        {errors.map(({ path, message }) => (
          <li key={`${path}${message}`}>{message}</li>
        ))}
      </ul>
    </div>
  );
}

function TooLarge({ name }: { name: string | null }) {
  return (
    <div className="grid gap-2">
      <FieldError>This is more than a page can send, 900 kB. Send the file itself, up to 50 MB:</FieldError>
      <KeySnippet
        scopes={['admin']}
        command={(edgeUrl, key) =>
          `curl ${edgeUrl}/api/v1/cost/invoices -H "Authorization: Bearer ${key}" -H "Content-Type: ${name?.endsWith('.csv') ? 'text/csv' : 'application/json'}" --data-binary @${name ?? 'invoice.json'}`
        }
      />
    </div>
  );
}
