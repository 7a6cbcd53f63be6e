import {
  type InvoiceLine,
  type InvoiceProblem,
  type InvoiceRead,
  isRecord,
  readDay,
  readInvoiceAmount,
  readName,
  readQuantity,
} from './invoice-line.ts';

type Bucket = Record<string, unknown>;
type Row = { path: string; bucket: Bucket; result: Record<string, unknown> };
type Reader = {
  provider: string;
  /** Start and end in ms; the end null where a bucket has none. */
  spanOf: (bucket: Bucket) => [start: number, end: number | null];
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
  provider: 'openai',
  spanOf: ({ start_time, end_time }) => [
    typeof start_time === 'number' ? start_time * 1000 : Number.NaN,
    end_time == null ? null : Number(end_time) * 1000,
  ],
  amountOf: ({ amount }) =>
    isRecord(amount) ? { value: amount.value, currency: amount.currency } : { value: null, currency: null },
  centsDecimals: 0,
  nameOf: ({ line_item }) => {
    const text = readName(line_item);
    if (text === '') return null;
    const [, model = '', what = text] = /^(.+?)\s*,\s*([^,]+)$/.exec(text) ?? [];
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
  provider: 'anthropic',
  spanOf: ({ starting_at, ending_at }) => [
    Date.parse(String(starting_at)),
    ending_at == null ? null : Date.parse(String(ending_at)),
  ],
  amountOf: ({ amount, currency }) => ({ value: amount, currency }),
  centsDecimals: 2,
  nameOf: ({ model, token_type, cost_type, description }) => {
    const word = readName(token_type ?? cost_type ?? description);
    if (word === '') return null;
    return { model: readName(model), meter: ANTHROPIC_METERS[word] ?? word };
  },
};

/**
 * Reads OpenAI's costs export: a page, or an array of all pages. Currencies other than USD and an export of which pages
 * are missing are refused by name.
 */
export const readOpenAiCosts = (file: unknown): InvoiceRead => readPages(file, OPENAI);

/** Reads Anthropic's cost report, in the same way. */
export const readAnthropicCosts = (file: unknown): InvoiceRead => readPages(file, ANTHROPIC);

function readPages(file: unknown, reader: Reader): InvoiceRead {
  const pages = Array.isArray(file) ? file.map((page, i) => ({ page, at: `/${i}` })) : [{ page: file, at: '' }];
  const problems: InvoiceProblem[] = [];
  const bad = (path: string, code: string, message: string) =>
    void problems.push({ path, code, message: `${path}: ${message}` });
  const rows = pages.flatMap(({ page, at }): Row[] => {
    const days = isRecord(page) && Array.isArray(page.data) ? page.data : null;
    const i = days?.findIndex((day) => !isRecord(day) || !Array.isArray(day.results)) ?? -1;
    if (days !== null && i < 0) return rowsOf(days, `${at}/data`);
    if (i >= 0) return bad(`${at}/data/${i}/results`, 'not_an_export', 'a list of what the day cost.') ?? [];
    return bad(`${at}/data`, 'not_an_export', 'a list of days with their results, as the provider exports it.') ?? [];
  });
  const last = pages.at(-1);
  if (last !== undefined && isRecord(last.page) && last.page.has_more === true) {
    bad(`${last.at}/has_more`, 'pages_missing', 'the export goes on. Send all of its pages as one array.');
  }
  const lines = rows.flatMap(({ path, bucket, result }): InvoiceLine[] => {
    const read = readDay(...reader.spanOf(bucket));
    if ('code' in read) return bad(path, read.code, read.message) ?? [];
    const { value, currency } = reader.amountOf(result);
    if (String(currency).toUpperCase() !== 'USD')
      return bad(`${path}/currency`, 'other_currency', 'only US dollars are compared.') ?? [];
    const amount = readInvoiceAmount(value, reader.centsDecimals);
    if (amount === null) return bad(`${path}/amount`, 'not_an_amount', 'a decimal number, at most a million.') ?? [];
    const quantity = readQuantity(result.quantity);
    if (Number.isNaN(quantity)) return bad(`${path}/quantity`, 'not_a_quantity', 'a number from 0.') ?? [];
    const name = reader.nameOf(result);
    if (name === null) return bad(path, 'not_named', 'it says neither a model nor what is charged.') ?? [];
    return [{ path, ...read, provider: reader.provider, ...name, quantity, ...amount }];
  });
  return problems.length > 0 ? { lines: [], problems } : { lines, problems };
}

const rowsOf = (buckets: readonly unknown[], at: string): Row[] =>
  buckets.flatMap((bucket, i) => {
    const results = isRecord(bucket) && Array.isArray(bucket.results) ? bucket.results : [];
    return results.map((result, j) => ({
      path: `${at}/${i}/results/${j}`,
      bucket: isRecord(bucket) ? bucket : {},
      result: isRecord(result) ? result : {},
    }));
  });
