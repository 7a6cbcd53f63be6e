import { readFileSync } from 'node:fs';
import type { Api } from '../lib/api.ts';
import { sendEvents } from '../lib/events.ts';

const PROMPTS = 10;
const FIXED_TOKENS = 1_024;
const FIXED_TEXT = 'Answer as the house does. '.repeat(200).slice(0, FIXED_TOKENS * 4);
const MODEL = { provider: 'azure', model_id: 'conversation-2023' };
/** US dollars for a million tokens: assumed, with the usual ratios of cached reads (0.1) and writes (1.25). */
const PRICE = { input_per_mtok: 3, output_per_mtok: 15, cached_input_per_mtok: 0.3, cache_write_per_mtok: 3.75 };

/**
 * Sends the trace with its real distances between requests, shifted to end now, its prompts in turn. Returns how many
 * requests, and how many are long enough for a cache.
 */
export async function loadArrivals(
  api: Api,
  file: string,
  rowsMax: number,
): Promise<{ requests: number; long: number }> {
  const prices = [{ effective_from: '2023-01-01T00:00:00Z', ...PRICE }];
  await api.send('POST', '/api/v1/models', { ...MODEL, prices }, { expect: [409] });
  const name = (i: number) => `azure/prompt-${i % PROMPTS}`;
  for (let i = 0; i < PROMPTS; i++) {
    await api.send('POST', '/api/v1/prompts', { name: name(i), type: 'text' }, { expect: [409] });
    const version = { template: `${FIXED_TEXT}{{question}}` };
    await api.send('POST', `/api/v1/prompts/${encodeURIComponent(name(i))}/versions`, version);
  }
  const rows = readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .slice(1, Number.isFinite(rowsMax) ? rowsMax + 1 : undefined)
    .map((line) => line.split(','));
  const at = (text = '') => Date.parse(`${text.slice(0, 10)}T${text.slice(11, 23)}Z`);
  const shift = Date.now() - 1_000 - Math.max(...rows.map(([time]) => at(time)));
  const run = process.env.EXAMPLE_RUN ?? 'azure-prefix';
  const events = rows.map(([time, context, generated], i) => ({
    id: `${run}-${i}`,
    at: new Date(at(time) + shift).toISOString(),
    model: MODEL.model_id,
    provider: MODEL.provider,
    environment: 'production',
    prompt: name(i),
    version: 1,
    tokens_in: Number(context),
    tokens_out: Number(generated),
  }));
  await sendEvents(api, events);
  return { requests: rows.length, long: rows.filter(([, context]) => Number(context) >= FIXED_TOKENS).length };
}
