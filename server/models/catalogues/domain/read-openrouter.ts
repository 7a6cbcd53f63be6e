import { type CatalogueModel, countOf, dayOf, defined, isObject } from './catalogue.ts';
import { ListedRows } from './listed-rows.ts';

/** The `pricing` of a model: dollars as text. A zero of the optional ones means that it is not billed apart. */
const TOKENS: Readonly<Record<string, { meter: string; isOptional?: true }>> = {
  prompt: { meter: 'tokens_in' },
  completion: { meter: 'tokens_out' },
  input_cache_read: { meter: 'tokens_cached' },
  input_cache_write: { meter: 'tokens_cache_write' },
  audio: { meter: 'tokens_in_audio', isOptional: true },
  internal_reasoning: { meter: 'tokens_reasoning', isOptional: true },
};
const CALLS: Readonly<Record<string, string>> = { request: 'requests', web_search: 'tool_calls:web_search' };

/** Whether a JSON object is the answer of OpenRouter's `GET /api/v1/models`. */
export const isOpenRouter = (value: unknown): value is { data: unknown[] } =>
  isObject(value) && Array.isArray(value.data) && value.data.some((model) => isObject(model) && 'pricing' in model);

/** Reads one model of the answer; its provider is OpenRouter, which bills it. Null for what names no model. */
export function readOpenRouter(entry: unknown): CatalogueModel | null {
  if (!isObject(entry) || typeof entry.id !== 'string') return null;
  const rows = new ListedRows();
  for (const [field, value] of Object.entries(isObject(entry.pricing) ? entry.pricing : {})) {
    const name = `pricing/${field}`;
    const isZero = Number(value) === 0;
    const token = TOKENS[field];
    const call = CALLS[field];
    if (value == null || (isZero && (token?.isOptional || token === undefined))) continue;
    if (Number(value) === -1) rows.cannot(name, 'depends on the model that a request is routed to');
    else if (token) rows.perUnit(name, value, token.meter);
    else if (call !== undefined) rows.per(name, value, { meter: call, per: 1 });
    else rows.cannot(name, field === 'image' ? 'images of the input are not counted' : 'no meter is of this name');
  }
  const { architecture, top_provider: top } = entry;
  const modalities = isObject(architecture) ? architecture.input_modalities : undefined;
  return {
    provider: 'openrouter',
    modelId: entry.id,
    facts: defined({
      display_name: typeof entry.name === 'string' && entry.name !== '' ? entry.name.slice(0, 200) : undefined,
      context_window: countOf(entry.context_length),
      max_output_tokens: isObject(top) ? countOf(top.max_completion_tokens) : undefined,
      modalities: Array.isArray(modalities) ? modalities.filter((each) => typeof each === 'string') : undefined,
      retirement_date: dayOf(entry.expiration_date),
    }),
    listed: rows.listed,
    unread: rows.unread,
  };
}
