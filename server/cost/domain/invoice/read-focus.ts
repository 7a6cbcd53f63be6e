import { parse } from 'csv-parse/sync';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import {
  type InvoiceLine,
  type InvoiceProblem,
  type InvoiceRead,
  isRecord,
  readInvoiceAmount,
  readQuantity,
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
    const start = Date.parse(row.ChargePeriodStart ?? '');
    if (Number.isNaN(start))
      return bad(`${path}/ChargePeriodStart`, 'not_a_time', 'a time such as 2026-03-01T00:00:00Z.') ?? [];
    if (row.BillingCurrency !== 'USD')
      return bad(`${path}/BillingCurrency`, 'other_currency', 'only US dollars are compared.') ?? [];
    const amount = readInvoiceAmount(row.BilledCost, 0);
    if (amount === null) return bad(`${path}/BilledCost`, 'not_an_amount', 'a decimal number.') ?? [];
    const quantity = readQuantity(row.ConsumedQuantity);
    if (Number.isNaN(quantity)) return bad(`${path}/ConsumedQuantity`, 'not_a_quantity', 'a number from 0.') ?? [];
    return [{ day: Math.floor(start / DAY_MS), ...nameOf(row), quantity, ...amount }];
  });
  return problems.length > 0 ? { lines: [], problems } : { lines, problems };
}

function nameOf(row: Record<string, string>): Pick<InvoiceLine, 'model' | 'meter'> {
  const details = detailsOf(row.SkuPriceDetails);
  const direction = [details.TokenDirection, details.TokenCacheAction]
    .filter((part) => typeof part === 'string')
    .join(' ');
  const meter = METERS[direction] ?? METERS[direction.replace(/ (Other|Uncached)$/, '')] ?? (row.SkuMeter || 'other');
  return { model: String(details.ModelId ?? row.x_ModelId ?? row.ResourceName ?? ''), meter: meter.toLowerCase() };
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
