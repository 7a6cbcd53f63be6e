import { readFileSync } from 'node:fs';
import { type Api, until } from '../lib/api.ts';

const PROMPT = 'mmlu/answer';
const DATASET = 'mmlu';
const BATCH = 5_000;
const CHARS_PER_TOKEN = 4;
/** US dollars for a million input tokens, as the vendors listed them. Answers are a letter: they count as free. */
const MODELS = [
  { provider: 'openai', model_id: 'gpt-4-1106-preview', column: 4, input: 10 },
  { provider: 'mistral', model_id: 'mixtral-8x7b', column: 3, input: 0.6 },
];

/** Imports the questions as a golden set and each model's answers as a run; returns how many questions. */
export async function loadAnswers(api: Api, file: string, rowsMax: number): Promise<number> {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n').slice(1);
  // Every n-th row, so that a slice has all categories.
  const step = Math.max(1, Math.floor(lines.length / rowsMax));
  const rows = lines.filter((_, i) => i % step === 0).map((line) => line.split(','));
  for (const { provider, model_id, input } of MODELS) {
    const prices = [{ effective_from: '2023-11-06T00:00:00Z', input_per_mtok: input, output_per_mtok: 0 }];
    await api.send('POST', '/api/v1/models', { provider, model_id, prices }, { expect: [409] });
  }
  await api.send('POST', '/api/v1/prompts', { name: PROMPT, type: 'text' }, { expect: [409] });
  await api.send('POST', `/api/v1/prompts/${encodeURIComponent(PROMPT)}/versions`, { template: '{{question}}' });
  // Two points, as the published figures of this example are stated; the default margin is 2 % of the baseline's score.
  const policy = `/api/v1/prompts/${encodeURIComponent(PROMPT)}/gate`;
  const { revision } = await api.get<{ revision: number }>(policy);
  await api.send('PUT', policy, { margin: 0.02, margin_kind: 'absolute', revision });
  await api.send('POST', '/api/v1/datasets', { name: DATASET }, { expect: [409] });
  const items = rows.map(([category, id]) => ({ id, category, input: { question: id }, expected: 'right' }));
  for (let i = 0; i < items.length; i += BATCH) {
    await api.send('POST', `/api/v1/datasets/${DATASET}/items`, items.slice(i, i + BATCH));
  }
  for (const { provider, model_id, column } of MODELS) {
    const results = rows.map((row) => ({
      item: row[1],
      output: row[column] === '1' ? 'right' : 'wrong',
      tokens_in: Math.ceil(Number(row[2]) / CHARS_PER_TOKEN),
      tokens_out: 0,
    }));
    const model = `${provider}/${model_id}`;
    const body = { prompt: PROMPT, version: 1, model, dataset: DATASET, results, scorers: [{ type: 'equals' }] };
    const { id } = await api.send<{ id: string }>('POST', '/api/v1/eval-runs/import', body);
    await until(
      `scoring ${model}`,
      () => api.get<{ status: string }>(`/api/v1/eval-runs/${id}`),
      ({ status }) => status === 'completed',
    );
  }
  return rows.length;
}
