import { parse } from 'csv-parse/sync';
import { isMeterName } from '#server/models/prices/domain/meters.ts';
import {
  type InvoiceLine,
  type InvoiceProblem,
  type InvoiceRead,
  isRecord,
  readDay,
  readInvoiceAmount,
  readName,
  readQuantity,
  UNSPLIT,
} from './invoice-line.ts';

const NEEDED = ['ChargePeriodStart', 'BilledCost', 'BillingCurrency'] as const;

const METERS: Record<string, string> = {
  'Input Uncached': 'tokens_in',
  Input: 'tokens_in',
  'Input Read': 'tokens_cached',
  'Input Write': 'tokens_cache_write',
  Output: 'tokens_out',
};

/**
 * Reads the Cost and Usage table of FOCUS 1.4 as CSV. Model and meter are `ModelId`, `TokenDirection` and `TokenCacheAction` of
 * `SkuPriceDetails` (keys of the draft 1.5), else `x_ModelId` or `ResourceName`, and `SkuMeter`.
 */
export function readFocus(csv: string): InvoiceRead {
  const problems: InvoiceProblem[] = [];
  const bad = (path: string, code: string, message: string) =>
    void problems.push({ path, code, message: `${path}: ${message}` });
  let rows: Record<string, string>[];
  try {
    rows = parse(csv, { columns: true, bom: true, skip_empty_lines: true });
  } catch (error) {
    bad('', 'not_csv', error instanceof Error ? error.message : 'this is no CSV file.');
    return { lines: [], problems };
  }
  for (const column of NEEDED) {
    if (rows[0] !== undefined && !(column in rows[0]))
      bad(`/${column}`, 'column_missing', 'the file has no such column.');
  }
  if (problems.length > 0) return { lines: [], problems };
  const lines = rows.flatMap((row, i): InvoiceLine[] => {
    const path = `/${i + 1}`;
    const read = readDay(timeOf(row.ChargePeriodStart ?? ''), row.ChargePeriodEnd ? timeOf(row.ChargePeriodEnd) : null);
    if ('code' in read) return bad(`${path}/ChargePeriodStart`, read.code, read.message) ?? [];
    // Our own export states usage of unknown cost so: it charges nothing that could be compared.
    if (row.BilledCost === '' && Number(row.x_UnpricedRequests) > 0) return [];
    if (row.BillingCurrency !== 'USD')
      return bad(`${path}/BillingCurrency`, 'other_currency', 'only US dollars are compared.') ?? [];
    const amount = readInvoiceAmount(row.BilledCost, 0);
    if (amount === null)
      return bad(`${path}/BilledCost`, 'not_an_amount', 'a decimal number, at most a million.') ?? [];
    const quantity = readQuantity(row.ConsumedQuantity);
    if (Number.isNaN(quantity)) return bad(`${path}/ConsumedQuantity`, 'not_a_quantity', 'a number from 0.') ?? [];
    const provider = (row.ServiceProviderName || row.ProviderName || '').trim().toLowerCase();
    return [{ path, ...read, provider, ...nameOf(row), quantity, ...amount }];
  });
  return problems.length > 0 ? { lines: [], problems } : { lines, problems };
}

/** FOCUS times are UTC; a date alone and `2026-03-01 00:00:00` are accepted too. */
const timeOf = (text: string): number => {
  const time = text.trim().replace(' ', 'T');
  return Date.parse(/T.*(?:Z|[+-]\d\d:?\d\d)$/i.test(time) || !time.includes('T') ? time : `${time}Z`);
};

/** A key of the draft 1.5, also as an extension (`x_ModelId`), which is what 1.4 allows. */
const detail = (details: Record<string, unknown>, key: string): unknown => details[key] ?? details[`x_${key}`];

function nameOf(row: Record<string, string>): Pick<InvoiceLine, 'model' | 'meter'> {
  const details = detailsOf(row.SkuPriceDetails);
  const direction = [detail(details, 'TokenDirection'), detail(details, 'TokenCacheAction')]
    .filter((part) => typeof part === 'string')
    .join(' ');
  const own = readName(row.SkuMeter);
  const meter = isMeterName(own.replace(/:(?:5m|1h)$/, ''))
    ? own
    : (METERS[direction] ?? METERS[direction.replace(/ (Other|Uncached)$/, '')] ?? (own || UNSPLIT));
  return {
    model: readName(detail(details, 'ModelId') ?? (row.x_ModelId || row.ResourceName)),
    meter: meter.toLowerCase(),
  };
}

/** The JSON of a cell; nothing where it has none. */
function detailsOf(cell: string | undefined): Record<string, unknown> {
  if (!cell) return {};
  try {
    const value: unknown = JSON.parse(cell);
    return isRecord(value) ? value : {};
  } catch {
    return {}; // the column is free text in many exports: then the other columns name the model
  }
}
