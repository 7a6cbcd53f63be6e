'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { CostHead } from '#components/cost/cost-head.tsx';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { count } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { Panel, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { useNow } from '#components/ui/time/now.tsx';
import { Time } from '#components/ui/time/time.tsx';
import { Exact } from './exact.tsx';
import { ExportFocus } from './export-focus.tsx';
import { HowToExport } from './how-to-export.tsx';
import { ImportInvoice } from './import-invoice.tsx';
import { FORMAT_WORDS, type Invoice, invoicesHeadline, periodWords } from './invoice-words.ts';

/** The invoices of a project under the tabs of cost, each beside the ledger of its days. */
export function InvoicesPage({ project }: { project: string }) {
  const trpc = useTRPC();
  const now = useNow();
  const { data: invoices } = useSuspenseQuery(trpc.invoices.list.queryOptions({ project }));
  return (
    <>
      <CostHead
        tab="invoices"
        headline={invoicesHeadline(invoices, now)}
        evidence="Ledger minus invoice, by day (UTC), model and meter. Every cent of the difference is in a class, or said to be unexplained."
      />
      {invoices.length === 0 ? <HowToExport /> : <InvoiceList project={project} invoices={invoices} now={now} />}
    </>
  );
}

function InvoiceList({ project, invoices, now }: { project: string; invoices: readonly Invoice[]; now: number }) {
  return (
    <Panel>
      <PanelHeader
        title="Invoices"
        meta={
          <>
            <ExportFocus />
            <ImportInvoice />
          </>
        }
      />
      <Table label="Invoices" stack>
        <THead>
          <Tr>
            <Th>Days</Th>
            <Th>Export</Th>
            <Th num>Lines</Th>
            <Th num>Ledger</Th>
            <Th num>Invoice</Th>
            <Th num>Difference</Th>
            <Th>Imported</Th>
          </Tr>
        </THead>
        <TBody>
          {invoices.map((invoice) => (
            <Tr key={invoice.id} tall>
              <Td head>
                <TextLink href={to.invoice(project, invoice.id)} className="font-strong">
                  {periodWords(invoice, now)}
                </TextLink>
              </Td>
              <Td label="Export" sub={invoice.name ?? undefined} className="[overflow-wrap:anywhere]">
                {FORMAT_WORDS[invoice.format]}
              </Td>
              <Td num label="Lines">
                {count(invoice.lines)}
              </Td>
              <Td num label="Ledger">
                <Exact usd={invoice.ledger_usd} />
              </Td>
              <Td num label="Invoice">
                <Exact usd={invoice.invoice_usd} />
              </Td>
              <Td num label="Difference" className="font-strong">
                <TextLink href={to.invoice(project, invoice.id)}>
                  <Exact usd={invoice.difference_usd} />
                </TextLink>
              </Td>
              <Td label="Imported" sub={`by ${invoice.imported_by}`}>
                <Time at={invoice.imported_at} />
              </Td>
            </Tr>
          ))}
        </TBody>
      </Table>
      <PanelFoot>
        The ledger is of the models of the invoice’s provider, shadow traffic included. Digits after the cents are grey.
      </PanelFoot>
    </Panel>
  );
}
