import { type Api, promptPath, until } from '../lib/api.ts';
import { approve, type Promotion, request } from '../llmdrift/promote.ts';
import { MODELS, type SimPrompt } from './company.ts';
import { datasetName, goldenItems, REHEARSED, type Rehearsed, recordedResults, SCORERS } from './golden.ts';
import { seededRandom } from './random.ts';
import { momentOf } from './traffic.ts';

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
        prices: [
          {
            effective_from: '2026-01-01T00:00:00Z',
            input_per_mtok: model.price.input,
            output_per_mtok: model.price.output,
            cached_input_per_mtok: model.price.cached,
          },
        ],
      },
      { expect: [409] },
    );
  }
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
      config: { model: `${model?.provider}/${model?.id}`, temperature: version.temperature },
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

/** Its golden set, and what each version answered on it. */
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
  for (const index of prompt.versions.keys()) await importRun(prompt, index + 1, admin);
}

/** What a version answered on the golden set, by its own model or by another one, once it is scored. */
async function importRun(prompt: SimPrompt, version: number, admin: Api, by?: Rehearsed): Promise<string> {
  const model = MODELS[by?.model ?? prompt.versions[version - 1]?.model ?? ''];
  const name = `${model?.provider}/${model?.id}`;
  const random = seededRandom((by === undefined ? 999 : 1999) + version);
  const run = await admin.send<{ id: string }>('POST', '/api/v1/eval-runs/import', {
    prompt: prompt.name,
    version,
    model: name,
    dataset: datasetName(prompt),
    results: recordedResults(prompt, version, goldenItems(prompt), random, by),
    scorers: SCORERS,
  });
  await until(
    'scoring',
    () => admin.get<{ status: string }>(`/api/v1/eval-runs/${run.id}`),
    (r) => r.status === 'completed',
  );
  return name;
}

/** Runs what serves with the fallback of its model, where the story says so, and lets the gate decide on it. */
export async function rehearse(prompt: SimPrompt, admin: Api): Promise<void> {
  const rehearsed = REHEARSED[prompt.name];
  if (rehearsed === undefined) return;
  const { version } = rehearsed;
  const model = await importRun(prompt, version, admin, rehearsed);
  await admin.send('POST', '/api/v1/gates/check', { prompt: prompt.name, version, model, environment: 'production' });
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
  );
  const answer = await approve(people.approver, promotion);
  if (answer.$status !== 200) throw new Error(`${prompt.name} ${version} was not approved: ${JSON.stringify(answer)}`);
}

/** Sends `version` to staging and asks for production; returns what the gate said. */
export async function propose(prompt: SimPrompt, version: number, note: string, author: Api): Promise<Promotion> {
  await author.send('PUT', `${promptPath(prompt.name)}/environments/staging`, { version });
  return request(author, prompt.name, version, note);
}
