import { expect, test } from 'vitest';
import {
  exactParts,
  type InvoiceDetail,
  invoiceHeadline,
  invoicesHeadline,
  partDetail,
  toTheCent,
} from './invoice-words.ts';

const NOW = Date.UTC(2026, 2, 21);
const DETAIL: InvoiceDetail = {
  ...{ id: 'a', format: 'openai', name: null, from: '2026-03-17', to: '2026-03-19', lines: 15 },
  ...{ imported_by: 'Ada', imported_at: '2026-03-20T00:00:00Z', invoice_usd: '21.99', ledger_usd: '25.59' },
  ...{ difference_usd: '3.6', requests: 450, unpriced_requests: 0, rollups_until: null, rows: [] },
  rest: { rows: 0, ledger_usd: '0', invoice_usd: '0', difference_usd: '0' },
  classes: [
    { class: 'traffic_not_seen', amount_usd: '-0.75', rows: 1 },
    { class: 'wrong_price', amount_usd: '3', rows: 3 },
    { class: 'tier_or_region', amount_usd: '1.35', rows: 1 },
    { class: 'rounding', amount_usd: '0.0004', rows: 2 },
  ],
};
const plain = (text: string) => text.replaceAll('\u00a0', ' ');

test.for([
  ['1234.565', '$1,234.57'],
  ['-0.0049', '$0.00'],
  ['-0.005', '−$0.01'],
  ['0', '$0.00'],
  ['9007199254740993.99', '$9,007,199,254,740,993.99'],
] as const)('%s is %s to the cent', ([usd, text]) => {
  expect(toTheCent(usd)).toBe(text);
});

test('an exact amount keeps every digit', () => {
  expect(exactParts('-1234.5678')).toEqual({ sign: '−', dollars: '$1,234.56', rest: '78' });
  expect(exactParts('3')).toEqual({ sign: '', dollars: '$3.00', rest: '' });
});

test('the first sentence has the difference to the cent and what explains it, the most first', () => {
  expect(plain(invoiceHeadline(DETAIL, NOW))).toBe(
    'The ledger is $3.60 above the invoice of 17 Mar to 19 Mar: price rows that differ from the invoice $3.00, tiers or regions that requests did not state $1.35 and traffic that Switchyard has not seen −$0.75.',
  );
  const same = { ...DETAIL, difference_usd: '-0.0004', classes: [] };
  expect(plain(invoiceHeadline(same, NOW))).toBe('The ledger agrees with the invoice of 17 Mar to 19 Mar to the cent.');
});

test('the headline of the list speaks of the newest, and of how many others differ', () => {
  expect(invoicesHeadline([], NOW)).toBe('No invoice is compared with the ledger yet.');
  const { classes: _, rows: __, rest: ___, ...invoice } = DETAIL;
  expect(plain(invoicesHeadline([invoice], NOW))).toBe(
    'The ledger is $3.60 above the newest invoice, of 17 Mar to 19 Mar.',
  );
  const same = { ...invoice, difference_usd: '0' };
  expect(plain(invoicesHeadline([same, invoice, same], NOW))).toMatch(/to the cent; 1 of 2 others differs\.$/);
});

test('a part says its figures', () => {
  const none = { class: 'wrong_price' as const, amount_usd: '1', units: null, condition: null, reason: null };
  const prices = { invoice_usd_per_million: '2', ledger_usd_per_million: '4.0000001' };
  expect(partDetail({ ...none, ...prices })).toBe('billed at $2 a million, ledger $4');
  expect(partDetail({ ...none, ...prices, condition: 'batch' })).toContain('fits batch');
});
