import { type Api, promptPath, until } from '../lib/api.ts';
import { approve, type Promotion, request } from '../llmdrift/promote.ts';
import type { SimPrompt } from './company.ts';
import { datasetName, goldenItems, ofVersion, recordedResults, SCORERS, TRIALS } from './golden.ts';
import { MODELS, modelName, type SimModel } from './models.ts';
import { seededRandom } from './random.ts';
import { momentOf } from './when.ts';

export type People = { admin: Api; authors: Record<string, Api>; approver: Api };

/** Registers the models with their prices and dates. Those already there stay as they are. */
export async function loadModels(admin: Api, now: number): Promise<void> {
  for (const model of Object.values(MODELS)) {
    await admin.send(
      'POST',
      '/api/v1/models',
      {
        provider: model.provider,
        model_id: model.id,
        context_window: model.context,
        owner: model.owner,
        ...(model.fallback === undefined ? {} : { fallback: model.fallback }),
        ...(model.retiresInDays === undefined ? {} : { retirement_date: dayIn(model.retiresInDays, now) }),
        prices: pricesOf(model, now),
      },
      { expect: [409] },
    );
  }
}

/** What it costs, and what it will cost where the vendor has announced another price. */
function pricesOf({ price, announced }: SimModel, now: number): Record<string, unknown>[] {
  const rows = (prices: SimModel['price'], more: Record<string, unknown>) =>
    [
      ['tokens_in', prices.input] as const,
      ['tokens_out', prices.output] as const,
      ['tokens_cached', prices.cached] as const,
    ].map(([meter, amount]) => ({ meter, per: 1_000_000, amount: String(amount), currency: 'USD', ...more }));
  const listed = rows(price, { effective_from: '2026-01-01', state: 'listed' });
  if (announced === undefined) return listed;
  return [...listed, ...rows(announced.price, { effective_from: dayIn(announced.inDays, now), state: 'announced' })];
}

/** The UTC day so many days after `now`. */
const dayIn = (days: number, now: number): string => new Date(now + days * 86_400_000).toISOString().slice(0, 10);

/** The prompt with all its versions, each sent by its author, and the history of what served before Switchyard. */
export async function loadPrompt(prompt: SimPrompt, people: People, now: number): Promise<void> {
  const { name, description, tags } = prompt;
  await people.admin.send('POST', '/api/v1/prompts', { name, type: 'text', description, tags }, { expect: [409] });
  for (const version of prompt.versions) {
    const model = MODELS[version.model];
    const author = people.authors[version.author] ?? people.admin;
    await author.send('POST', `${promptPath(name)}/versions`, {
      template: version.template,
      config: { ...(model ? { model: modelName(model) } : {}), temperature: version.temperature },
      message: version.message,
    });
  }
  const deployments = prompt.served.map((one) => ({
    environment: 'production',
    version: one.version,
    at: new Date(momentOf(one, now)).toISOString(),
    actor: one.by,
  }));
  // Its times count from now: a second import would tell another history beside the first.
  const { data: known } = await people.admin.get<{ data: unknown[] }>(`${promptPath(name)}/deployments`);
  if (known.length === 0) await people.admin.send('POST', `${promptPath(name)}/deployments/import`, { deployments });
}

/** Its golden set, and what each version answered on it, on its own model and on others that were tried. */
export async function loadEvals(prompt: SimPrompt, admin: Api): Promise<void> {
  const dataset = datasetName(prompt);
  const items = goldenItems(prompt);
  await admin.send(
    'POST',
    '/api/v1/datasets',
    { name: dataset, description: `Golden set of ${prompt.name}` },
    { expect: [409] },
  );
  await admin.send('POST', `/api/v1/datasets/${dataset}/items`, items);
  const trials = [...prompt.versions.map((_, index) => ofVersion(prompt, index + 1)), ...(TRIALS[prompt.name] ?? [])];
  for (const trial of trials) {
    const model = MODELS[trial.model];
    const run = await admin.send<{ id: string }>('POST', '/api/v1/eval-runs/import', {
      prompt: prompt.name,
      version: trial.version,
      ...(model ? { model: modelName(model) } : {}),
      dataset,
      results: recordedResults(prompt, trial, items, seededRandom(999 + trial.version)),
      scorers: SCORERS,
    });
    await until(
      'scoring',
      () => admin.get<{ status: string }>(`/api/v1/eval-runs/${run.id}`),
      (r) => r.status === 'completed',
    );
  }
}

type Serving = { environments: Record<string, { version: number } | null> };

/** Whether something serves `prompt` in `environment`. A prompt that is not there serves nowhere. */
export async function serves(api: Api, prompt: string, environment: string): Promise<boolean> {
  const { data } = await api.get<{ data: (Serving & { name: string })[] }>('/api/v1/prompts?limit=200');
  return Boolean(data.find((one) => one.name === prompt)?.environments[environment]);
}

/** Puts what serves today into production, once: asked for by its author, approved by the release manager. */
export async function release(prompt: SimPrompt, people: People): Promise<void> {
  if (await serves(people.admin, prompt.name, 'production')) return;
  const version = prompt.served.at(-1)?.version ?? 1;
  const promotion = await request(
    people.admin,
    prompt.name,
    version,
    'What serves today, now released through Switchyard',
    reasonFor(prompt, version),
  );
  const answer = await approve(people.approver, promotion);
  if (answer.$status !== 200) throw new Error(`${prompt.name} ${version} was not approved: ${JSON.stringify(answer)}`);
}

/** Sends `version` to staging and asks for production; returns what the gate said. */
export async function propose(prompt: SimPrompt, version: number, note: string, author: Api): Promise<Promotion> {
  await author.send('PUT', `${promptPath(prompt.name)}/environments/staging`, { version });
  return request(author, prompt.name, version, note, reasonFor(prompt, version));
}

/** Why a version may go onto a model that retires within 30 days; undefined where its model stays. */
function reasonFor(prompt: SimPrompt, version: number): string | undefined {
  const model = MODELS[prompt.versions[version - 1]?.model ?? ''];
  return (model?.retiresInDays ?? Number.POSITIVE_INFINITY) <= 30
    ? `It serves on this model already; the move to ${model?.fallback} follows before the day.`
    : undefined;
}

/** Gates of what serves with the model that takes over, for the trials that there are. */
export async function proveFallbacks(admin: Api): Promise<void> {
  for (const [prompt, trials] of Object.entries(TRIALS)) {
    for (const { version, model: name } of trials) {
      const model = MODELS[name];
      if (name !== 'ferry-2' || !model) continue;
      const gate = { prompt, version, model: modelName(model), environment: 'production' };
      const { verdict } = await admin.send<{ verdict: string }>('POST', '/api/v1/gates/check', gate);
      console.log(`${prompt} version ${version} on ${gate.model}: ${verdict}`);
    }
  }
}
