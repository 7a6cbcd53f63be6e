import type { ConditionsEntry } from '#server/models/prices/domain/check-price-row.ts';
import { type CatalogueModel, countOf, defined, isObject } from './catalogue.ts';
import { ListedRows } from './listed-rows.ts';

type Entry = Record<string, unknown>;

/** Dollars per token, by the beginning of the field. The suffixes of `conditionsOf` may follow each. */
const TOKENS: readonly (readonly [field: string, meter: string])[] = [
  ['cache_creation_input_token_cost', 'tokens_cache_write'],
  ['cache_read_input_audio_token_cost', 'tokens_cached_audio'],
  ['cache_read_input_image_token_cost', 'tokens_cached_image'],
  ['cache_read_input_token_cost', 'tokens_cached'],
  ['citation_cost_per_token', 'tokens_citation'],
  ['input_cost_per_audio_token', 'tokens_in_audio'],
  ['input_cost_per_image_token', 'tokens_in_image'],
  ['input_cost_per_token', 'tokens_in'],
  ['output_cost_per_audio_token', 'tokens_out_audio'],
  ['output_cost_per_image_token', 'tokens_out_image'],
  ['output_cost_per_reasoning_token', 'tokens_reasoning'],
  ['output_cost_per_token', 'tokens_out'],
];

/** Dollars for a whole number of other units. */
const UNITS: Readonly<Record<string, { meter: string; per: number }>> = {
  input_cost_per_request: { meter: 'requests', per: 1 },
  input_cost_per_query: { meter: 'requests', per: 1 },
  file_search_cost_per_1k_calls: { meter: 'tool_calls:file_search', per: 1000 },
  cost_per_ptu_per_hour: { meter: 'provisioned_unit_hours', per: 1 },
};

/** Input and output prices of one unit, of which a model is billed one. */
const EITHER: readonly { meter: string; fields: readonly [string, string]; modes: readonly string[] }[] = [
  {
    meter: 'images',
    fields: ['output_cost_per_image', 'input_cost_per_image'],
    modes: ['image_generation', 'image_edit'],
  },
  {
    meter: 'pixels',
    fields: ['output_cost_per_pixel', 'input_cost_per_pixel'],
    modes: ['image_generation', 'image_edit'],
  },
  {
    meter: 'seconds',
    fields: ['output_cost_per_second', 'input_cost_per_second'],
    modes: ['audio_transcription', 'audio_speech', 'video_generation', 'chat', 'realtime'],
  },
  {
    meter: 'seconds',
    fields: ['output_cost_per_video_per_second', 'input_cost_per_video_per_second'],
    modes: ['video_generation'],
  },
];

/** Fields that are read with others. */
const ELSEWHERE = new Set(['input_cost_per_token_cache_hit', ...EITHER.flatMap(({ fields }) => fields)]);

const SUFFIX = /^_(?:above_(\d+)k_tokens|(above_1hr)|(batches|batch|flex|priority))/;
const IS_PRICE = /cost|pric|multiplier|^provider_specific_entry$/;
/** Prices of storage and of nothing that a request counts. */
const WORDS: Readonly<Record<string, string>> = {
  per_character: 'characters are not counted',
  gb_per_day: 'stored gigabytes are not counted',
  per_page: 'pages are not counted',
  per_session: 'sessions are not counted',
  multiplier: 'a factor on other prices',
  provider_specific_entry: 'a factor on other prices',
  computer_use: 'a tool that is billed by its own tokens',
};

/** Whether a JSON object is LiteLLM's price file: names as keys, each entry naming its provider. */
export const isLiteLlm = (value: unknown): value is Record<string, Entry> =>
  isObject(value) && Object.values(value).some((entry) => isObject(entry) && 'litellm_provider' in entry);

/**
 * Reads one entry of the file. Null for what is no model: its own `sample_spec`, entries without a provider. Its
 * `deprecation_date` is the day on which the model is shut down.
 */
export function readLiteLlm(key: string, entry: unknown): CatalogueModel | null {
  if (key === 'sample_spec' || !isObject(entry)) return null;
  const provider = entry.litellm_provider;
  if (typeof provider !== 'string' || provider === '') return null;
  const rows = new ListedRows();
  readEither(entry, rows);
  for (const [field, value] of Object.entries(entry)) readField(field, value, rows);
  readRanges(entry.tiered_pricing, rows);
  const isListed = (meter: string) => rows.listed.some((row) => row.meter === meter);
  if (entry.mode === 'embedding' && isListed('tokens_in') && !isListed('tokens_out')) {
    rows.perUnit('output_cost_per_token', 0, 'tokens_out');
  }
  if (!isListed('tokens_cached') && entry.input_cost_per_token_cache_hit != null) {
    rows.perUnit('input_cost_per_token_cache_hit', entry.input_cost_per_token_cache_hit, 'tokens_cached');
  }
  const modalities = modalitiesOf(entry);
  return {
    provider,
    modelId: key.startsWith(`${provider}/`) ? key.slice(provider.length + 1) : key,
    facts: defined({
      context_window: countOf(entry.max_input_tokens) ?? countOf(entry.max_tokens),
      max_output_tokens: countOf(entry.max_output_tokens),
      modalities: modalities.length === 0 ? undefined : modalities,
      // A text that is no day is kept, so that the entry is rejected by name.
      retirement_date: typeof entry.deprecation_date === 'string' ? entry.deprecation_date || undefined : undefined,
    }),
    listed: rows.listed,
    unread: rows.unread,
  };
}

function readField(field: string, value: unknown, rows: ListedRows): void {
  const unit = UNITS[field];
  const token = TOKENS.find(([name]) => field === name || field.startsWith(`${name}_`));
  const when = token ? conditionsOf(field.slice(token[0].length)) : null;
  if (value == null || ELSEWHERE.has(field)) return;
  if (unit) rows.per(field, value, unit);
  else if (token && when && (when.cache_ttl == null || token[1] === 'tokens_cache_write')) {
    rows.perUnit(field, value, token[1], when);
  } else if (field === 'search_context_cost_per_query') readSearch(field, value, rows);
  // Zero is how the file writes "not billed" for what it does bill in other entries.
  else if (IS_PRICE.test(field) && value !== 0 && (typeof value === 'number' || isObject(value))) {
    const word = Object.keys(WORDS).find((part) => field.includes(part));
    rows.cannot(field, word === undefined ? 'no meter is of this name' : (WORDS[word] as string));
  }
}

/** The conditions that the end of a field states, `_above_200k_tokens_batches`; null for an unknown end. */
function conditionsOf(end: string): ConditionsEntry | null {
  const when: ConditionsEntry = {};
  for (let rest = end; rest !== ''; ) {
    const match = SUFFIX.exec(rest);
    if (match === null) return null;
    const [whole, thousands, hour, tier] = match;
    // "Above" is one token more.
    if (thousands !== undefined) when.input_tokens_gte = Number(thousands) * 1000 + 1;
    else if (hour !== undefined) when.cache_ttl = '1h';
    else when.service_tier = tier === 'batches' ? 'batch' : (tier as string);
    rest = rest.slice(whole.length);
  }
  return when;
}

function readEither(entry: Entry, rows: ListedRows): void {
  for (const { meter, fields, modes } of EITHER) {
    const given = fields.filter((field) => typeof entry[field] === 'number');
    const billed = given.filter((field) => entry[field] !== 0);
    const [first, second] = billed;
    if (given.length === 0) continue;
    if (!modes.some((mode) => mode === entry.mode)) {
      for (const field of billed) rows.cannot(field, `a model of mode ${String(entry.mode)} counts no ${meter}`);
    } else if (first === undefined) rows.per(given[0] as string, 0, { meter, per: 1 });
    else if (second !== undefined && entry[first] !== entry[second]) {
      for (const field of billed) rows.cannot(field, `input and output have different prices of one meter, ${meter}`);
    } else if (meter === 'pixels') rows.perUnit(first, entry[first], meter);
    else rows.per(first, entry[first], { meter, per: 1 });
  }
}

/** The price of a web search by the size of its context: a price only where the sizes do not differ. */
function readSearch(field: string, value: unknown, rows: ListedRows): void {
  const prices = new Set(isObject(value) ? Object.values(value) : []);
  const [price] = prices;
  if (prices.size === 1) rows.per(field, price, { meter: 'tool_calls:web_search', per: 1 });
  else if (prices.size > 1) rows.cannot(field, 'depends on the size of the context of a search');
}

/** Prices by range of input tokens: `[{range: [0, 32000], input_cost_per_token, …}]`. A range ends with its last token. */
function readRanges(value: unknown, rows: ListedRows): void {
  if (!Array.isArray(value)) return;
  value.forEach((range: unknown, i) => {
    const start: unknown = isObject(range) && Array.isArray(range.range) ? range.range[0] : undefined;
    if (!isObject(range) || typeof start !== 'number') {
      rows.cannot(`tiered_pricing/${i}`, 'has no range');
      return;
    }
    const when: ConditionsEntry = start > 0 ? { input_tokens_gte: start + 1 } : {};
    for (const [name, meter] of TOKENS) {
      if (range[name] != null) rows.perUnit(`tiered_pricing/${i}/${name}`, range[name], meter, when);
    }
  });
}

function modalitiesOf(entry: Entry): string[] {
  if (typeof entry.mode !== 'string') return [];
  const text = ['chat', 'completion', 'responses', 'embedding'].includes(entry.mode) ? ['text'] : [entry.mode];
  const extra: [string, string][] = [
    ['supports_vision', 'image'],
    ['supports_audio_input', 'audio'],
    ['supports_pdf_input', 'pdf'],
  ];
  return [...text, ...extra.flatMap(([flag, name]) => (entry[flag] === true ? [name] : []))];
}
