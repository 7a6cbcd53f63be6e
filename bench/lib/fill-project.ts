import type { Person, System } from '#test/harness/system.ts';
import { largeLineage } from '#test/simulations/lineage-graph.ts';

export type Filled = { person: Person; prompt: string; promotion: string; candidateRun: string; baselineRun: string };

const ITEMS = 200;
const EVENTS = 20_000;
const MODELS = 200;
const DATASETS = 50;
const PRICES = [{ effective_from: '2026-01-01', input_per_mtok: 1, output_per_mtok: 2 }];

/** A project with something on every page, made through the public API: versions, runs, a promotion, a day of events. */
export async function fillProject(system: System): Promise<Filled> {
  const person = await system.person({ role: 'admin', name: 'bench' });
  const key = await system.key(undefined, { owner: person });
  const send = async (method: string, path: string, body: unknown) => {
    const response = await system.api(method, path, { key, body });
    if (response.status >= 300)
      throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(response.body)}`);
    return response.body;
  };
  const prompt = 'search/answer';
  const at = `/api/v1/prompts/${encodeURIComponent(prompt)}`;
  await send('POST', '/api/v1/prompts', { name: prompt, type: 'text' });
  await send('POST', '/api/v1/datasets', { name: 'golden' });
  const items = Array.from({ length: ITEMS }, (_, i) => ({
    id: `i${i}`,
    input: { question: `Question ${i}?` },
    expected: 'yes',
    category: i % 2 ? 'odd' : 'even',
  }));
  await send('POST', '/api/v1/datasets/golden/items', items);
  const runs: string[] = [];
  for (const version of [1, 2]) {
    await send('POST', `${at}/versions`, {
      template: `Version ${version}: {{question}}`,
      config: { model: 'bench/model' },
      message: `Version ${version}`,
    });
    const results = items.map((item, i) => ({
      item: item.id,
      output: i % (8 + version) === 0 ? 'no' : 'yes',
      latency_ms: 500,
    }));
    const run = await send('POST', '/api/v1/eval-runs/import', {
      prompt,
      version,
      model: 'bench/model',
      dataset: 'golden',
      results,
      scorers: [{ type: 'equals' }],
    });
    runs.push(run.id);
  }
  const models = [
    ...largeLineage({ models: MODELS, datasets: DATASETS }),
    { provider: 'bench', model_id: 'model', prices: PRICES },
  ];
  await send('POST', '/api/v1/models/import', { models });
  await fillEvents(send);
  const promotion = await send('POST', '/api/v1/promotions', {
    prompt,
    version: 2,
    from: 'staging',
    to: 'production',
    rollout: { strategy: 'immediate' },
  });
  return { person, prompt, promotion: promotion.id, candidateRun: runs[1] ?? '', baselineRun: runs[0] ?? '' };
}

async function fillEvents(send: (method: string, path: string, body: unknown) => Promise<unknown>): Promise<void> {
  const now = Date.now();
  for (let from = 0; from < EVENTS; from += 1000) {
    const events = Array.from({ length: 1000 }, (_, i) => ({
      id: `bench-${from + i}`,
      at: new Date(now - (from + i) * 4000).toISOString(),
      model: 'model',
      provider: 'bench',
      prompt: 'search/answer',
      version: 1,
      latency_ms: 400 + ((i * 37) % 900),
      ttft_ms: 90 + ((i * 17) % 200),
      tokens_in: 800,
      tokens_out: 90,
      cost_usd: 0.0012,
      quality: ((i * 7) % 10) / 10,
      ...(i % 50 === 0 ? { status: 'error', error_code: '429' } : {}),
    }));
    await send('POST', '/api/v1/events', { events });
  }
}
