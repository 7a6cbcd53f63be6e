import type { Outputs } from '#components/shell/trpc.ts';
import { count, plural } from '#components/ui/format.ts';
import { calendarDay } from '#components/ui/time/format-time.ts';
import type { DifferenceClass } from '#server/cost/domain/invoice/explain.ts';
import type { InvoiceFormat } from '#server/cost/domain/invoice/invoice-line.ts';

export type Invoice = Outputs['invoices']['list'][number];
export type InvoiceDetail = Outputs['invoices']['detail'];
export type Row = InvoiceDetail['rows'][number];
export type Part = Row['parts'][number];

export const FORMAT_WORDS: Record<InvoiceFormat, string> = {
  openai: 'OpenAI costs',
  anthropic: 'Anthropic cost report',
  focus: 'FOCUS',
};

/** Name, the sentence's words, and what to do, of a class. */
export const CLASS_WORDS: Record<DifferenceClass, { name: string; because: string; remedy: string }> = {
  traffic_not_seen: {
    name: 'Traffic not seen',
    because: 'traffic that Switchyard has not seen',
    remedy: 'Find what calls the provider without sending events: another service, an eval run, a person.',
  },
  not_billed: {
    name: 'Not billed',
    because: 'requests that were not billed',
    remedy: 'Look for events that were sent twice under two ids, and for requests that failed before they were billed.',
  },
  no_price: {
    name: 'No price',
    because: 'requests without a price',
    remedy: 'Add the missing price rows, then price the requests again.',
  },
  wrong_price: {
    name: 'Wrong price row',
    because: 'price rows that differ from the invoice',
    remedy: 'Correct the price row, then price the requests again.',
  },
  tier_or_region: {
    name: 'Unknown tier or region',
    because: 'tiers or regions that requests did not state',
    remedy: 'Send the provider’s usage object, or service_tier and region, with each event.',
  },
  rounding: {
    name: 'Rounding',
    because: 'rounding',
    remedy: 'Nothing: the invoice is written with so many decimals.',
  },
  remainder: {
    name: 'Not explained',
    because: 'charges that nothing here explains',
    remedy: 'Compare these lines with the provider’s console.',
  },
};

/** Exact decimal text of dollars as the sign, the dollars with cents cut off, and the digits after the cents. */
export function exactParts(usd: string): { sign: string; dollars: string; rest: string } {
  const [, minus, whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(usd) ?? [];
  const dollars = `$${BigInt(whole).toLocaleString('en-US')}.${fraction.slice(0, 2).padEnd(2, '0')}`;
  return { sign: minus === '-' ? '−' : '', dollars, rest: fraction.slice(2) };
}

/** Dollars to the nearest cent, a half away from 0: `$1,234.57`, `−$0.01`. What is less than half a cent has no sign. */
export function toTheCent(usd: string): string {
  const { cents, negative } = centsOf(usd);
  const text = cents.toString().padStart(3, '0');
  return `${negative && cents > 0n ? '−' : ''}$${BigInt(text.slice(0, -2)).toLocaleString('en-US')}.${text.slice(-2)}`;
}

function centsOf(usd: string): { cents: bigint; negative: boolean } {
  const [, minus, whole = '0', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(usd) ?? [];
  const cents = BigInt(whole + fraction.slice(0, 2).padEnd(2, '0'));
  return { cents: Number(fraction[2] ?? '0') >= 5 ? cents + 1n : cents, negative: minus === '-' };
}

/** `$3.60 above`, `$1.00 below`, or nothing where both are the same to the cent. */
function gap(differenceUsd: string): { text: string; side: 'above' | 'below' } | null {
  const { cents, negative } = centsOf(differenceUsd);
  if (cents === 0n) return null;
  return { text: toTheCent(differenceUsd.replace(/^-/, '')), side: negative ? 'below' : 'above' };
}

/** `17 to 19 Mar`. */
export function periodWords({ from, to }: { from: string; to: string }, now: number): string {
  const [first, last] = [calendarDay(from, now), calendarDay(to, now)];
  return first === last ? first : `${first} to ${last}`;
}

/** The first sentence of an invoice: the difference to the cent, and what explains it, the most first. */
export function invoiceHeadline(invoice: InvoiceDetail, now: number): string {
  const period = periodWords(invoice, now);
  const off = gap(invoice.difference_usd);
  const explained = invoice.classes
    .filter(({ amount_usd }) => centsOf(amount_usd).cents > 0n)
    .toSorted((a, b) => Math.abs(Number(b.amount_usd)) - Math.abs(Number(a.amount_usd)))
    .map((each) => `${CLASS_WORDS[each.class].because} ${toTheCent(each.amount_usd)}`);
  const head =
    off === null
      ? `The ledger agrees with the invoice of ${period} to the cent`
      : `The ledger is ${off.text} ${off.side} the invoice of ${period}`;
  if (explained.length === 0) return `${head}.`;
  return `${head}${off === null ? ' in all' : ''}: ${listed(explained)}.`;
}

/** What was compared, and what is in no sum. */
export function invoiceEvidence(invoice: InvoiceDetail): string {
  const { requests, unpriced_requests: unpriced, rollups_until: until } = invoice;
  return [
    `Ledger ${toTheCent(invoice.ledger_usd)} of ${plural(requests, 'request')}, invoice ${toTheCent(invoice.invoice_usd)} in ${plural(invoice.lines, 'line')}; ledger minus invoice, days in UTC.`,
    unpriced > 0 ? `The cost of ${plural(unpriced, 'request')} is unknown and in no amount.` : null,
    until === null
      ? null
      : `Days before ${until} are compared from sums, which have no tiers, regions or cache writes.`,
  ]
    .filter((sentence) => sentence !== null)
    .join(' ');
}

/** The headline of the list: the newest invoice, and how many differ. */
export function invoicesHeadline(invoices: readonly Invoice[], now: number): string {
  const [newest, ...others] = invoices;
  if (newest === undefined) return 'No invoice is compared with the ledger yet.';
  const off = gap(newest.difference_usd);
  const words =
    off === null
      ? `The ledger agrees with the newest invoice, of ${periodWords(newest, now)}, to the cent`
      : `The ledger is ${off.text} ${off.side} the newest invoice, of ${periodWords(newest, now)}`;
  const differ = others.filter(({ difference_usd }) => gap(difference_usd) !== null).length;
  if (others.length === 0) return `${words}.`;
  return `${words}; ${differ === 0 ? 'the others agree to the cent' : `${count(differ)} of ${plural(others.length, 'other')} ${differ === 1 ? 'differs' : 'differ'}`}.`;
}

const REASON_WORDS: Record<NonNullable<Part['reason']>, string> = {
  no_model: 'a charge of no model',
  credit: 'a credit',
  not_split: 'one side has no meters, so the whole model is compared',
  other_rows: 'stored costs are by other rows than those registered now, or for tools, images or audio',
  sent: 'the cost came with the events',
};

/** The figures behind a part: `50,000 units`, `$3 a million billed, $6 in the ledger`, `fits batch`. */
export function partDetail(part: Part): string {
  const { units, invoice_usd_per_million: billed, ledger_usd_per_million: own, condition, reason } = part;
  return [
    units === null ? null : `${count(units)} units`,
    billed === null ? null : `billed at ${rate(billed)} a million${own === null ? '' : `, ledger ${rate(own)}`}`,
    condition === null ? null : `fits ${condition}`,
    reason === null ? null : REASON_WORDS[reason],
  ]
    .filter((words) => words !== null)
    .join('; ');
}

/** A price with at most four digits after the cents that matter. */
const rate = (usd: string): string => `$${Number(Number(usd).toPrecision(6))}`;

const listed = (parts: readonly string[]): string =>
  parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
