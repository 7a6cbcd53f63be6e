/**
 * The real recorded answers of GPT-4 and GPT-3.5 in March and June 2023, through the public HTTP API only: a golden set
 * of 1,000 questions, the recorded answers as eval runs, two prompts on their way to production, and the gate that passes
 * one promotion and blocks two. Prints what it measured beside the published figures; exit 1 where they differ.
 */
import { openApi, promptPath, until } from './lib/api.ts';
import { sendEvents } from './lib/events.ts';
import { ensureProject, personKey, projectName, url } from './lib/keys.ts';
import { check, percent, summary } from './llmdrift/check.ts';
import { DATASET, MODELS, numberOf, PROMPTS, readRecorded, SCORERS, TEMPLATE } from './llmdrift/figures.ts';
import { approve, request } from './llmdrift/promote.ts';
import { recordedEvents, recordedOutcomes } from './llmdrift/recorded-events.ts';

const recorded = readRecorded();
const project = projectName();
ensureProject(project);
const ruta = { email: 'ruta@example.test', name: 'Ruta', role: 'admin' };
const maren = { email: 'maren@example.test', name: 'Maren', role: 'release_manager' };
const scopes = ['ingest', 'read', 'registry', 'evals', 'promote', 'admin'];
const api = openApi(url(), personKey('SWITCHYARD_API_KEY', ruta, scopes, project));
const second = openApi(url(), personKey('SWITCHYARD_APPROVER_API_KEY', maren, ['read', 'promote'], project));

for (const model of MODELS) {
  const price = { effective_from: '2023-03-01T00:00:00Z', input_per_mtok: model.input, output_per_mtok: model.output };
  const body = { provider: 'openai', model_id: model.model_id, context_window: model.context, prices: [price] };
  await api.send('POST', '/api/v1/models', body, { expect: [409] });
}

await api.send(
  'POST',
  '/api/v1/datasets',
  { name: DATASET, description: '1,000 numbers: prime or not' },
  { expect: [409] },
);
const first = MODELS[0]?.model_id;
const items = recorded
  .filter((row) => row.model === first)
  .map((row) => ({
    id: row.item,
    input: { number: numberOf(row.query) },
    expected: row.expected,
    category: row.category,
  }));
const stored = await api.send<{ version: number; items: number }>('POST', `/api/v1/datasets/${DATASET}/items`, items);
console.log(`dataset ${DATASET} version ${stored.version}: ${stored.items} items`);

type Run = {
  id: string;
  status: string;
  overall: { score: number; n: number };
  categories: { name: string; score: number }[];
};
const runs = new Map<string, Run>();
for (const prompt of PROMPTS) {
  await api.send(
    'POST',
    '/api/v1/prompts',
    { name: prompt.name, type: 'text', description: 'Prime or composite, yes or no' },
    { expect: [409] },
  );
  for (const model of prompt.models) {
    const made = await api.send<{ version: number }>('POST', `${promptPath(prompt.name)}/versions`, {
      template: TEMPLATE,
      config: { model: `openai/${model}`, temperature: 0.1 },
      message: `Move to ${model}`,
    });
    const results = recorded
      .filter((row) => row.model === model)
      .map(({ item, output, latency_ms, cost_usd, tokens_out }) => ({
        item,
        output,
        latency_ms,
        cost_usd,
        tokens_out,
      }));
    const run = await api.send<{ id: string }>('POST', '/api/v1/eval-runs/import', {
      prompt: prompt.name,
      version: made.version,
      model: `openai/${model}`,
      dataset: DATASET,
      results,
      scorers: SCORERS,
    });
    const done = await until(
      'scoring',
      () => api.get<Run>(`/api/v1/eval-runs/${run.id}`),
      (r) => r.status === 'completed' || r.status === 'failed',
    );
    runs.set(`${prompt.name} ${model}`, done);
    console.log(
      `${prompt.name} version ${made.version} on ${model}: ${percent(done.overall.score)} of ${done.overall.n}`,
    );
  }
}

check('gpt-4-0314 overall', runs.get('maths/is-prime gpt-4-0314')?.overall.score, 0.84);
check('gpt-4-0613 overall', runs.get('maths/is-prime gpt-4-0613')?.overall.score, 0.511);
check('gpt-3.5-turbo-0301 overall', runs.get('maths/is-prime-turbo gpt-3.5-turbo-0301')?.overall.score, 0.5);
check('gpt-3.5-turbo-0613 overall', runs.get('maths/is-prime-turbo gpt-3.5-turbo-0613')?.overall.score, 0.761);

const sent = await sendEvents(api, recordedEvents(recorded, Date.now()));
console.log(`events: ${sent.accepted} new, ${sent.duplicates} already there`);
const outcomes = recordedOutcomes(recorded, new Date().toISOString());
for (let from = 0; from < outcomes.length; from += 1000) {
  await api.send('POST', '/api/v1/outcomes', { outcomes: outcomes.slice(from, from + 1000) });
}
console.log('outcomes: a day from now, Cost says what a right answer of each model costs');

/** Opens the promotion and reports the gate; `serves` = the verdict that should let a second person put it live. */
async function move(
  prompt: string,
  version: number,
  note: string,
  expected: { verdict: string; categories?: Record<string, [number, number, string]> },
) {
  const promotion = await request(
    api,
    prompt,
    version,
    note,
    'Both models are gone since 2026: this repeats what was published of them in 2023.',
  );
  const gate = promotion.gate;
  console.log(`\n${prompt} version ${version} to production: ${promotion.status}, gate ${gate?.verdict}`);
  for (const finding of gate?.findings ?? []) console.log(`  ${finding.message}`);
  check(`${prompt} ${version} verdict`, gate?.verdict, expected.verdict);
  for (const [name, [baseline, candidate, verdict]] of Object.entries(expected.categories ?? {})) {
    const row = gate?.categories.find((one) => one.name === name);
    console.log(`  ${name}: ${percent(row?.baseline)} → ${percent(row?.candidate)}, ${row?.verdict}`);
    check(`${prompt} ${version} ${name} baseline`, row?.baseline, baseline);
    check(`${prompt} ${version} ${name} candidate`, row?.candidate, candidate);
    check(`${prompt} ${version} ${name} verdict`, row?.verdict, verdict);
  }
  const answer = await approve(second, promotion);
  console.log(
    `  approved by a second person: ${answer.$status === 200 ? answer.status : `refused, ${answer.$status} ${answer.code}`}`,
  );
  check(`${prompt} ${version} approvable`, answer.$status === 200, expected.verdict === 'pass');
}

const serving = await api.get<{ environments: Record<string, { version: number } | null> }>(
  promptPath('maths/is-prime'),
);
if (serving.environments.production) {
  console.log(
    `\nalready promoted: version ${serving.environments.production.version} of maths/is-prime serves production`,
  );
} else {
  await move('maths/is-prime', 1, 'First release', { verdict: 'pass' });
  await move('maths/is-prime', 2, 'gpt-4 is better at it', {
    verdict: 'pass',
    categories: { prime: [0.866, 0.976, 'pass'], composite: [0.656, 0.704, 'pass'] },
  });
  await move('maths/is-prime', 3, 'The June gpt-4, cheaper and faster', {
    verdict: 'fail',
    categories: { prime: [0.976, 0.024, 'fail'], composite: [0.704, 0.998, 'pass'] },
  });
  await move('maths/is-prime-turbo', 1, 'First release', { verdict: 'pass' });
  await move('maths/is-prime-turbo', 2, 'The June gpt-3.5, better overall', {
    verdict: 'fail',
    categories: { prime: [0.124, 0.866, 'pass'], composite: [0.876, 0.656, 'fail'] },
  });
}
summary();
