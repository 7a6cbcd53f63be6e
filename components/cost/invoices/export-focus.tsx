'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { sentenceOf } from '#components/shell/reads/fault.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Field, FieldError } from '#components/ui/form/field.tsx';
import { Input } from '#components/ui/form/input.tsx';
import { plural } from '#components/ui/format.ts';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import { useNow } from '#components/ui/time/now.tsx';

const FORM = 'export-focus';
const dateOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

type State = { pending?: true; error?: unknown; unpriced?: number };

/** Downloads the ledger of some days as FOCUS 1.4, and says how many requests have no cost in it. */
export function ExportFocus() {
  const trpc = useTRPC();
  const client = useQueryClient();
  const { project } = useProject();
  const now = new Date(useNow());
  const [state, setState] = useState<State>({});
  async function download(form: FormData) {
    setState({ pending: true });
    try {
      const range = { from: String(form.get('from')), to: String(form.get('to')) };
      const query = trpc.invoices.focus.queryOptions({ project: project.name, ...range });
      const { name, csv, unpricedRequests } = await client.fetchQuery({ ...query, staleTime: 0, gcTime: 0 });
      save(name, csv);
      setState({ unpriced: unpricedRequests });
    } catch (error) {
      setState({ error });
    }
  }
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()];
  return (
    <Dialog
      title="Export the ledger as FOCUS 1.4"
      description="A CSV with a row a day, model and meter. What is unknown is empty, never 0."
      onOpenChange={() => setState({})}
      trigger={<Button size="sm">Export FOCUS</Button>}
      footer={
        <Button type="submit" form={FORM} variant="primary" disabled={state.pending}>
          {state.pending ? 'Exporting' : 'Export'}
        </Button>
      }
    >
      <form
        id={FORM}
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void download(new FormData(event.currentTarget));
        }}
      >
        <Field label="From" hint="UTC.">
          <Input name="from" type="date" required defaultValue={dateOf(Date.UTC(year, month - 1, 1))} />
        </Field>
        <Field label="Up to, without that day" hint="At most 366 days later.">
          <Input name="to" type="date" required defaultValue={dateOf(Date.UTC(year, month, 1))} />
        </Field>
        {state.error !== undefined && <FieldError>{sentenceOf(state.error, { reading: true })}</FieldError>}
        {state.unpriced !== undefined && (
          <p role="status">
            {state.unpriced === 0
              ? 'Exported. The cost of every request is known.'
              : `Exported. ${plural(state.unpriced, 'request')} without a known cost: their rows have units and no amounts.`}
          </p>
        )}
      </form>
    </Dialog>
  );
}

function save(name: string, csv: string): void {
  const url = URL.createObjectURL(new Blob([csv], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
