import { DAY_MS } from '#server/platform/pure/durations.ts';
import {
  type InvoiceLine,
  type InvoiceProblem,
  type InvoiceRead,
  isRecord,
  readInvoiceAmount,
  readQuantity,
} from './invoice-line.ts';

type Row = { path: string; day: number; result: Record<string, unknown> };
type Reader = {
  startOf: (bucket: Record<string, unknown>) => number;
  amountOf: (result: Record<string, unknown>) => { value: unknown; currency: unknown };
  /** Cents where a provider states cents. */
  centsDecimals: 0 | 2;
  nameOf: (result: Record<string, unknown>) => Pick<InvoiceLine, 'model' | 'meter'> | null;
};

const OPENAI_METERS: Record<string, string> = {
  input: 'tokens_in',
  'cached input': 'tokens_cached',
  output: 'tokens_out',
};

/** `GET /v1/organization/costs`: buckets of a day, dollars, `line_item` "gpt-4o-2024-08-06, cached input". */
const OPENAI: Reader = {
  startOf: ({ start_time }) => (typeof start_time === 'number' ? start_time * 1000 : Number.NaN),
  amountOf: ({ amount }) =>
    isRecord(amount) ? { value: amount.value, currency: amount.currency } : { value: null, currency: null },
  centsDecimals: 0,
  nameOf: ({ line_item }) => {
    const [, model, what] = /^(.+?)\s*,\s*([^,]+)$/.exec(String(line_item ?? '')) ?? [];
    if (model === undefined || what === undefined) return null;
    const word = what.trim().toLowerCase();
    return { model, meter: OPENAI_METERS[word] ?? word };
  },
};

const ANTHROPIC_METERS: Record<string, string> = {
  uncached_input_tokens: 'tokens_in',
  cache_read_input_tokens: 'tokens_cached',
  'cache_creation.ephemeral_5m_input_tokens': 'tokens_cache_write:5m',
  'cache_creation.ephemeral_1h_input_tokens': 'tokens_cache_write:1h',
  output_tokens: 'tokens_out',
};

/** The cost report: `amount` is a decimal string in cents ("123.45" is $1.2345); no tokens beside it. */
const ANTHROPIC: Reader = {
  startOf: ({ starting_at }) => Date.parse(String(starting_at)),
  amountOf: ({ amount, currency }) => ({ value: amount, currency }),
  centsDecimals: 2,
  nameOf: ({ model, token_type, cost_type, description }) => {
    const word = String(token_type ?? cost_type ?? description ?? '');
    if (word === '') return null;
    return { model: String(model ?? ''), meter: ANTHROPIC_METERS[word] ?? word };
  },
};

/** Reads OpenAI's costs export, one page or the `data` of several. Currencies other than USD are refused by name. */
export const readOpenAiCosts = (file: unknown): InvoiceRead => readBuckets(file, OPENAI);

/** Reads Anthropic's cost report. */
export const readAnthropicCosts = (file: unknown): InvoiceRead => readBuckets(file, ANTHROPIC);

function readBuckets(file: unknown, reader: Reader): InvoiceRead {
  const problems: InvoiceProblem[] = [];
  const bad = (path: string, code: string, message: string) =>
    void problems.push({ path, code, message: `${path}: ${message}` });
  if (!isRecord(file) || !Array.isArray(file.data)) {
    bad('/data', 'not_an_export', 'a list of days with their results, as the provider exports it.');
    return { lines: [], problems };
  }
  const lines = rowsOf(file.data, reader).flatMap(({ path, day, result }): InvoiceLine[] => {
    if (!Number.isFinite(day)) return bad(path, 'not_a_time', 'its day begins at no time.') ?? [];
    const { value, currency } = reader.amountOf(result);
    if (String(currency).toUpperCase() !== 'USD')
      return bad(`${path}/currency`, 'other_currency', 'only US dollars are compared.') ?? [];
    const amount = readInvoiceAmount(value, reader.centsDecimals);
    if (amount === null) return bad(`${path}/amount`, 'not_an_amount', 'a decimal number.') ?? [];
    const quantity = readQuantity(result.quantity);
    if (Number.isNaN(quantity)) return bad(`${path}/quantity`, 'not_a_quantity', 'a number from 0.') ?? [];
    const name = reader.nameOf(result);
    if (name === null) return bad(path, 'not_named', 'it says neither a model nor what is charged.') ?? [];
    return [{ day, ...name, quantity, ...amount }];
  });
  return problems.length > 0 ? { lines: [], problems } : { lines, problems };
}

function rowsOf(buckets: readonly unknown[], { startOf }: Reader): Row[] {
  return buckets.flatMap((bucket, i) => {
    const results = isRecord(bucket) && Array.isArray(bucket.results) ? bucket.results : [];
    const day = isRecord(bucket) ? Math.floor(startOf(bucket) / DAY_MS) : Number.NaN;
    return results.map((result, j) => ({
      path: `/data/${i}/results/${j}`,
      day,
      result: isRecord(result) ? result : {},
    }));
  });
}
