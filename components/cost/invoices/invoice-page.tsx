'use client';

import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { parseAsStringLiteral, useQueryState } from 'nuqs';
import { CostHead } from '#components/cost/cost-head.tsx';
import { PageCrumb } from '#components/shell/frame/crumb-title.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Confirm } from '#components/ui/overlay/confirm.tsx';
import { useNow } from '#components/ui/time/now.tsx';
import { DIFFERENCE_CLASSES } from '#server/cost/domain/invoice/explain.ts';
import { ClassesPanel } from './classes-panel.tsx';
import { ComparedRows } from './compared-rows.tsx';
import { FORMAT_WORDS, invoiceEvidence, invoiceHeadline, periodWords } from './invoice-words.ts';

/** One invoice: what explains its difference to the ledger, and every day, model and meter behind it. */
export function InvoicePage({ project, id }: { project: string; id: string }) {
  const trpc = useTRPC();
  const now = useNow();
  const { data: invoice } = useSuspenseQuery(trpc.invoices.detail.queryOptions({ project, id }));
  const [chosen] = useQueryState('class', parseAsStringLiteral(DIFFERENCE_CLASSES));
  const title = `${FORMAT_WORDS[invoice.format]}, ${periodWords(invoice, now)}`;
  return (
    <>
      <PageCrumb title={title} />
      <CostHead tab="invoices" headline={invoiceHeadline(invoice, now)} evidence={invoiceEvidence(invoice)} />
      <ClassesPanel
        project={project}
        invoice={invoice}
        chosen={chosen}
        meta={<DeleteInvoice id={id} title={title} />}
      />
      <ComparedRows key={chosen} project={project} invoice={invoice} chosen={chosen} />
    </>
  );
}

function DeleteInvoice({ id, title }: { id: string; title: string }) {
  const trpc = useTRPC();
  const router = useRouter();
  const { project, may } = useProject();
  const remove = useMutation(
    trpc.invoices.delete.mutationOptions({ meta: { errors: 'inline', done: 'Invoice deleted' } }),
  );
  if (may('invoice.write') !== null) return null;
  return (
    <Confirm
      tone="refuse"
      title={`Delete the invoice ${title}?`}
      effects={['It is compared no more.', 'Its entries stay in the audit log.']}
      undo="import the same file again"
      confirmLabel="Delete the invoice"
      onConfirm={async () => {
        // Away first: a page that reads the deleted invoice again would find nothing.
        await remove.mutateAsync({ project: project.name, id });
        router.replace(to.invoices(project.name));
      }}
      trigger={
        <Button size="sm" variant="refuse">
          Delete
        </Button>
      }
    />
  );
}
