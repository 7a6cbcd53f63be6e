/** One entry of LiteLLM's `model_prices_and_context_window.json`; everything optional, numbers in dollars per token. */
type Entry = Record<string, unknown>;

/** A price-file entry with our field names. The caller sets `effective_from`, because the file dates no price. */
export type FromLiteLlm = {
  provider: string;
  model_id: string;
  context_window?: number;
  max_output_tokens?: number;
  modalities?: string[];
  deprecation_date?: string;
  prices?: {
    input_per_mtok: number;
    output_per_mtok: number;
    cached_input_per_mtok?: number;
    cache_write_per_mtok?: number;
  }[];
};

const amount = (value: unknown): number | undefined =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : undefined;
const count = (value: unknown): number | undefined => {
  const whole = Math.floor(amount(value) ?? 0);
  return whole > 0 ? whole : undefined;
};
/** Dollars per million tokens, without the rounding error of the multiplication. */
const perMtok = (perToken: number): number => Number((perToken * 1e6).toPrecision(12));

/** Whether a JSON object is such a price file: names as keys, each entry naming its provider. */
export function isLiteLlmFile(value: unknown): value is Record<string, Entry> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).some(
    (entry) => typeof entry === 'object' && entry !== null && 'litellm_provider' in entry,
  );
}

/** Reads one entry. Null for what is no model (the file's own `sample_spec`, entries without a provider). */
export function fromLiteLlm(key: string, entry: unknown): FromLiteLlm | null {
  if (key === 'sample_spec' || typeof entry !== 'object' || entry === null) return null;
  const of = entry as Entry;
  const provider = of.litellm_provider;
  if (typeof provider !== 'string' || provider === '') return null;
  const input = amount(of.input_cost_per_token);
  const output = amount(of.output_cost_per_token) ?? (of.mode === 'embedding' ? 0 : undefined);
  const cached = amount(of.cache_read_input_token_cost);
  const write = amount(of.cache_creation_input_token_cost);
  const window = count(of.max_input_tokens) ?? count(of.max_tokens);
  const maxOutput = count(of.max_output_tokens);
  const modalities = modalitiesOf(of);
  return {
    provider,
    model_id: key.startsWith(`${provider}/`) ? key.slice(provider.length + 1) : key,
    ...(window === undefined ? {} : { context_window: window }),
    ...(maxOutput === undefined ? {} : { max_output_tokens: maxOutput }),
    ...(modalities.length === 0 ? {} : { modalities }),
    ...(typeof of.deprecation_date === 'string' && of.deprecation_date !== ''
      ? { deprecation_date: of.deprecation_date }
      : {}),
    ...(input === undefined || output === undefined
      ? {}
      : {
          prices: [
            {
              input_per_mtok: perMtok(input),
              output_per_mtok: perMtok(output),
              ...(cached === undefined ? {} : { cached_input_per_mtok: perMtok(cached) }),
              ...(write === undefined ? {} : { cache_write_per_mtok: perMtok(write) }),
            },
          ],
        }),
  };
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
