'use client';

import { useState } from 'react';
import { meterText } from '#components/models/meter-text.ts';
import { to } from '#components/shell/to.ts';
import { Table, TBody, Td, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { count, plural, UNKNOWN } from '#components/ui/format.ts';
import { TextLink } from '#components/ui/link.tsx';
import { Panel, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { calendarDay } from '#components/ui/time/format-time.ts';
import { useNow } from '#components/ui/time/now.tsx';
import { addUsd } from '#server/cost/domain/invoice/add-usd.ts';
import type { DifferenceClass } from '#server/cost/domain/invoice/explain.ts';
import { isMeterName } from '#server/models/prices/domain/meters.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { ClassBadge } from './classes-panel.tsx';
import { Exact } from './exact.tsx';
import { CLASS_WORDS, type InvoiceDetail, type Part, partDetail, type Row } from './invoice-words.ts';

const SHOWN = 50;
const SUMS = ['ledger_usd', 'invoice_usd', 'difference_usd'] as const;
type Sums = Record<(typeof SUMS)[number], string>;

/** Every day, model and meter, the largest difference first; the last rows add up to the totals exactly. */
export function ComparedRows({
  project,
  invoice,
  chosen,
}: {
  project: string;
  invoice: InvoiceDetail;
  chosen: DifferenceClass | null;
}) {
  const now = useNow();
  const [all, setAll] = useState(false);
  const fitting =
    chosen === null ? invoice.rows : invoice.rows.filter(({ parts }) => parts.some((part) => part.class === chosen));
  const shown = all ? fitting : fitting.slice(0, SHOWN);
  const hidden = fitting.slice(shown.length);
  const others: Sums[] = chosen === null ? [...hidden, invoice.rest] : hidden;
  const otherRows = hidden.length + (chosen === null ? invoice.rest.rows : 0);
  return (
    <Panel>
      <PanelHeader
        title="By day, model and meter"
        qualifier={chosen === null ? 'the largest difference first' : `only ${CLASS_WORDS[chosen].name.toLowerCase()}`}
        meta={
          chosen !== null && (
            <TextLink href={to.invoice(project, invoice.id)} scroll={false}>
              Show all rows
            </TextLink>
          )
        }
      />
      <Table label="Difference by day, model and meter" stack className="[&_td]:py-1">
        <THead>
          <Tr>
            <Th>Model, meter</Th>
            <Th>Day</Th>
            <Th num>Ledger units</Th>
            <Th num>Invoice units</Th>
            <Th num>Ledger</Th>
            <Th num>Invoice</Th>
            <Th num>Difference</Th>
            <Th>Because of</Th>
          </Tr>
        </THead>
        <TBody>
          {shown.map((row) => (
            <ComparedRow key={`${row.date} ${row.model} ${row.meter}`} project={project} row={row} now={now} />
          ))}
          {otherRows > 0 && <SumRow label={plural(otherRows, 'other row')} sums={sumsOf(others)} />}
          <SumRow label={chosen === null ? 'All' : 'These rows'} sums={sumsOf([...shown, ...others])} strong />
        </TBody>
      </Table>
      {hidden.length > 0 && (
        <div className="border-t px-3 py-2">
          <Button size="sm" onClick={() => setAll(true)}>
            Show {plural(hidden.length, 'more row')}
          </Button>
        </div>
      )}
      <PanelFoot>
        Units and amounts of the ledger open their requests, Prices the prices of the model. Digits after the cents are
        grey. A row may have several classes: they add up to its difference.
      </PanelFoot>
    </Panel>
  );
}

const sumsOf = (rows: readonly Sums[]): Sums => ({
  ledger_usd: addUsd(rows.map((row) => row.ledger_usd)),
  invoice_usd: addUsd(rows.map((row) => row.invoice_usd)),
  difference_usd: addUsd(rows.map((row) => row.difference_usd)),
});

function SumRow({ label, sums, strong = false }: { label: string; sums: Sums; strong?: boolean }) {
  return (
    <Tr className={strong ? 'font-strong' : undefined}>
      <Td head>{label}</Td>
      <Td unknown />
      <Td num unknown />
      <Td num unknown />
      <Td num label="Ledger">
        <Exact usd={sums.ledger_usd} />
      </Td>
      <Td num label="Invoice">
        <Exact usd={sums.invoice_usd} />
      </Td>
      <Td num label="Difference">
        <Exact usd={sums.difference_usd} />
      </Td>
      <Td unknown />
    </Tr>
  );
}

function ComparedRow({ project, row, now }: { project: string; row: Row; now: number }) {
  const [provider = '', id = ''] = row.model === null ? [] : splitAt(row.model);
  const start = Date.parse(row.date);
  const requests =
    row.model === null
      ? null
      : to.requests(project, {
          model: row.model,
          from: new Date(start).toISOString(),
          to: new Date(start + DAY_MS).toISOString(),
        });
  const prices = row.model === null ? null : to.model(project, provider, id);
  return (
    <Tr tall>
      <Td
        head
        sub={isMeterName(row.meter) ? meterText(row.meter, null) : row.meter}
        className="[overflow-wrap:anywhere]"
      >
        {row.model ?? 'no model'}
      </Td>
      <Td label="Day" className="whitespace-nowrap">
        {calendarDay(row.date, now)}
      </Td>
      <Td
        num
        label="Ledger units"
        unknown={row.ledger_units === null}
        sub={row.unpriced_units > 0 ? `${count(row.unpriced_units)} without a price` : undefined}
      >
        {row.ledger_units !== null && requests !== null && row.ledger_units > 0 ? (
          <TextLink href={requests}>{count(row.ledger_units)}</TextLink>
        ) : (
          count(row.ledger_units)
        )}
      </Td>
      <Td num label="Invoice units" unknown={row.invoice_units === null}>
        {row.invoice_units === null ? UNKNOWN : count(row.invoice_units)}
      </Td>
      <Td num label="Ledger">
        {requests === null || row.ledger_usd === '0' ? (
          <Exact usd={row.ledger_usd} />
        ) : (
          <TextLink href={requests}>
            <Exact usd={row.ledger_usd} />
          </TextLink>
        )}
      </Td>
      <Td num label="Invoice">
        <Exact usd={row.invoice_usd} />
      </Td>
      <Td num label="Difference" className="font-strong">
        <Exact usd={row.difference_usd} />
      </Td>
      <Td label="Because of" unknown={row.parts.length === 0}>
        <span className="grid justify-items-start gap-1 phone:justify-items-end">
          {row.parts.map((part) => (
            <PartWords
              key={part.class}
              part={part}
              prices={prices}
              correct={
                row.model === null ? null : to.reprice(project, { model: row.model, meter: row.meter, day: row.date })
              }
              isOnly={row.parts.length === 1}
            />
          ))}
        </span>
      </Td>
    </Tr>
  );
}

/** The class, its own amount where a row has several, and the figures behind it. */
function PartWords({
  part,
  prices,
  correct,
  isOnly,
}: {
  part: Part;
  prices: ReturnType<typeof to.model> | null;
  correct: ReturnType<typeof to.reprice> | null;
  isOnly: boolean;
}) {
  const detail = partDetail(part);
  const isPrice = part.class === 'wrong_price' || part.class === 'no_price' || part.class === 'tier_or_region';
  return (
    <span className="block">
      <span className="inline-flex flex-wrap items-center gap-x-2">
        <ClassBadge of={part.class} />
        {!isOnly && <Exact usd={part.amount_usd} />}
        {isPrice && prices !== null && (
          <TextLink href={prices} className="text-12">
            Prices
          </TextLink>
        )}
        {part.class === 'wrong_price' && part.reason !== 'sent' && correct !== null && (
          <TextLink href={correct} className="text-12">
            Correct this price
          </TextLink>
        )}
      </span>
      {detail !== '' && <span className="block text-11 leading-[14px] text-muted-foreground">{detail}</span>}
    </span>
  );
}

/** `provider/id` in its two parts; an id may hold more slashes. */
const splitAt = (model: string): [string, string] => [
  model.slice(0, model.indexOf('/')),
  model.slice(model.indexOf('/') + 1),
];
