import type { ConditionsEntry } from '#server/models/prices/domain/check-price-row.ts';
import { type CatalogueModel, defined } from './catalogue.ts';
import { ListedRows } from './listed-rows.ts';
import type { MatchRule } from './match-model.ts';

/** The data of `@pydantic/genai-prices`, as far as it is read. */
export type GenaiPrice = number | { base: number; tiers: { start: number; price: number }[] };
export type GenaiPrices = Record<string, GenaiPrice | undefined>;
export type GenaiConstraint =
  | { type: 'start_date'; start_date: string }
  | { type: 'time_of_date'; start_time: string; end_time: string };
export type GenaiModel = {
  id: string;
  name?: string;
  match: MatchRule;
  context_window?: number;
  price_comments?: string;
  prices: GenaiPrices | { constraint?: GenaiConstraint; prices: GenaiPrices }[];
};

const token = (meter: string, when: ConditionsEntry = {}) => ({ meter, per: 1_000_000, when });
const ROWS: Readonly<Record<string, { meter: string; per: number; when: ConditionsEntry }>> = {
  input_mtok: token('tokens_in'),
  input_audio_mtok: token('tokens_in_audio'),
  input_image_mtok: token('tokens_in_image'),
  cache_read_mtok: token('tokens_cached'),
  cache_audio_read_mtok: token('tokens_cached_audio'),
  cache_image_read_mtok: token('tokens_cached_image'),
  cache_write_mtok: token('tokens_cache_write'),
  cache_write_5m_mtok: token('tokens_cache_write', { cache_ttl: '5m' }),
  cache_write_1h_mtok: token('tokens_cache_write', { cache_ttl: '1h' }),
  output_mtok: token('tokens_out'),
  output_audio_mtok: token('tokens_out_audio'),
  output_image_mtok: token('tokens_out_image'),
  output_reasoning_mtok: token('tokens_reasoning'),
  output_citation_mtok: token('tokens_citation'),
  requests_kcount: { meter: 'requests', per: 1000, when: {} },
  web_searches_kcount: { meter: 'tool_calls:web_search', per: 1000, when: {} },
  storage_searches_kcount: { meter: 'tool_calls:file_search', per: 1000, when: {} },
  code_executions_kcount: { meter: 'tool_calls:code_execution', per: 1000, when: {} },
  audio_hours: { meter: 'seconds', per: 3600, when: {} },
  input_audio_hours: { meter: 'seconds', per: 3600, when: {} },
};

type PriceSet = { from: string | null; hours: NonNullable<ConditionsEntry['hours']> | null; prices: GenaiPrices };

/**
 * Reads one model. Its price sets follow one another by date: a price that a later set lacks ends where that begins. A set for
 * hours of the day begins with the dated set before it; the package cannot give hours a date of their own.
 */
export function readGenaiPrices(provider: string, model: GenaiModel): CatalogueModel {
  const rows = new ListedRows();
  const sets = setsOf(model, rows);
  const dated = sets.filter(({ hours }) => hours === null);
  for (const set of sets) {
    const next = set.hours === null ? dated[dated.indexOf(set) + 1] : undefined;
    for (const [field, price] of Object.entries(set.prices)) {
      const row = ROWS[field];
      if (price === undefined) continue;
      if (row === undefined) rows.cannot(field, 'no meter is of this name');
      else readPrice(field, price, { ...row, set, next }, rows);
    }
  }
  return {
    provider,
    modelId: model.id,
    facts: defined({ display_name: model.name?.slice(0, 200), context_window: model.context_window }),
    listed: rows.listed,
    unread: rows.unread,
  };
}

function setsOf({ prices }: GenaiModel, rows: ListedRows): PriceSet[] {
  if (!Array.isArray(prices)) return [{ from: null, hours: null, prices }];
  let from: string | null = null;
  return prices.flatMap(({ constraint, prices: of }): PriceSet[] => {
    if (constraint?.type === 'start_date') from = constraint.start_date;
    if (constraint?.type !== 'time_of_date') return [{ from, hours: null, prices: of }];
    const [start, end] = [constraint.start_time, constraint.end_time];
    if (![start, end].every((time) => /^\d\d:\d\d:00Z$/.test(time))) {
      rows.cannot(`${start} to ${end}`, 'hours that are no whole minutes of UTC');
      return [];
    }
    return [{ from, hours: { tz: 'UTC', from: start.slice(0, 5), to: end.slice(0, 5) }, prices: of }];
  });
}

function readPrice(
  field: string,
  price: GenaiPrice,
  at: { meter: string; per: number; when: ConditionsEntry; set: PriceSet; next: PriceSet | undefined },
  rows: ListedRows,
): void {
  const { meter, per, set, next } = at;
  const when = { ...at.when, ...(set.hours === null ? {} : { hours: set.hours }) };
  const later = next?.prices[field];
  const add = (amount: number, gte: number | null, isReplaced: boolean) => {
    const to = next?.from != null && !isReplaced ? { to: next.from } : {};
    rows.per(field, amount, {
      ...{ meter, per, from: set.from, ...to },
      when: gte === null ? when : { ...when, input_tokens_gte: gte },
    });
  };
  add(typeof price === 'number' ? price : price.base, null, later !== undefined);
  for (const { start, price: amount } of typeof price === 'number' ? [] : price.tiers) {
    const isReplaced = typeof later === 'object' && later.tiers.some((tier) => tier.start === start);
    // A tier holds for more input tokens than its start.
    add(amount, start + 1, isReplaced);
  }
}
