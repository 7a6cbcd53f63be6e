import { seededRandom } from '../demo/random.ts';
import { type Api, promptPath, until } from '../lib/api.ts';
import type { Drill } from './provider-outage.ts';
import type { ReleaseScenario } from './scenario.ts';

const MODEL = 'kestrel/ferry-2';
/** Share of the golden items that what serves answers well, and that change for the better by chance. */
const [RIGHT, BETTER] = [0.85, 0.04];

type Refused = { code?: string };
type Gate = { verdict: string; findings?: { message: string }[]; categories?: { may_hide: number | null }[] };

/** Takes the change of a scenario the way to production, and says where it stops. Nothing of the demo is changed. */
export async function tryRelease(scenario: ReleaseScenario, { people: { requester: api }, say }: Drill): Promise<void> {
  const prompt = `${scenario.name}/answer`;
  const { change } = scenario;
  const isSettings = change.is === 'worse' && change.settingsOnly;
  await api.send('POST', '/api/v1/prompts', { name: prompt, type: 'text' }, { expect: [409] });
  const first = await addVersion(api, prompt, 'Answer the question.', 'high');
  const second = await addVersion(
    api,
    prompt,
    isSettings ? 'Answer the question.' : 'Answer the question, briefly.',
    isSettings ? 'medium' : 'high',
  );
  say(`${prompt} ${second} is a version of its own beside ${first}${isSettings ? ': only its settings differ' : ''}`);
  const direct = await api.send<Refused>(
    'PUT',
    `${promptPath(prompt)}/environments/production`,
    { version: second },
    { expect: [409] },
  );
  say(`deployed to production directly: ${direct.$status === 409 ? `refused, ${direct.code}` : 'NOT REFUSED'}`);
  if (change.is === 'unreviewed') return void (await approveAlone(api, prompt, second, say));
  for (const items of change.items) {
    const dataset = await addGoldenSet(api, scenario.name, items);
    const [baseline_run, run] = await importRuns(api, {
      prompt,
      dataset,
      items,
      points: change.points,
      versions: [first, second],
    });
    const gate = { prompt, version: second, model: MODEL, environment: 'production', run, baseline_run };
    const decided = await api.send<Gate>('POST', '/api/v1/gates/check', gate);
    say(`gate on ${items} items, ${change.points} points worse: ${decided.verdict}${reasonOf(decided)}`);
  }
}

/** Why it is not a pass, or how large a drop a pass may hide. */
function reasonOf({ findings = [], categories = [] }: Gate): string {
  const hides = categories[0]?.may_hide ?? null;
  if (findings[0] !== undefined) return `, ${findings[0].message}`;
  return hides === null ? '' : `, which may hide a drop of ${(100 * hides).toFixed(1)} points`;
}

async function addVersion(api: Api, prompt: string, template: string, effort: string): Promise<number> {
  const body = { template: `${template}\n{{question}}`, config: { model: MODEL, reasoning_effort: effort } };
  return (await api.send<{ version: number }>('POST', `${promptPath(prompt)}/versions`, body)).version;
}

/** Asks for production and approves it as the same person. */
async function approveAlone(api: Api, prompt: string, version: number, say: Drill['say']): Promise<void> {
  const asked = await api.send<{ id: string; status: string } & Refused>(
    'POST',
    '/api/v1/promotions',
    { prompt, version, to: 'production' },
    { expect: [409] },
  );
  if (asked.$status === 409) return say(`a promotion is open already: ${asked.code}`);
  const path = `/api/v1/promotions/${asked.id}`;
  const decided = await until(
    'the gate',
    () => api.get<{ status: string; revision: number }>(path),
    ({ status }) => status !== 'evaluating',
  );
  const headers = { 'if-match': String(decided.revision) };
  const body = { override: true, reason: 'Nobody else is needed.' };
  const approved = await api.send<Refused>('POST', `${path}/approve`, body, { expect: [403, 409], headers });
  say(`approved by whoever asked for it: ${approved.$status === 200 ? 'NOT REFUSED' : `refused, ${approved.code}`}`);
  await api.send('POST', `${path}/cancel`, { reason: 'The drill is over.' }, { expect: [409], headers });
}

async function addGoldenSet(api: Api, name: string, items: number): Promise<string> {
  const dataset = `${name}-${items}`;
  await api.send('POST', '/api/v1/datasets', { name: dataset, description: 'Drill' }, { expect: [409] });
  const rows = Array.from({ length: items }, (_, i) => ({
    id: `q${i}`,
    input: { question: `Question ${i}` },
    expected: 'right',
    category: 'all',
  }));
  for (let i = 0; i < rows.length; i += 1000)
    await api.send('POST', `/api/v1/datasets/${dataset}/items`, rows.slice(i, i + 1000));
  return dataset;
}

type Runs = { prompt: string; dataset: string; items: number; points: number; versions: number[] };

/** Recorded answers of both versions, the second worse by so many points. Returns the ids of both runs. */
async function importRuns(api: Api, { prompt, dataset, items, points, versions }: Runs): Promise<string[]> {
  const random = seededRandom(items);
  const rows = Array.from({ length: items }, (_, i) => {
    const before = random.chance(RIGHT);
    const isChanged = random.chance(before ? (points / 100 + BETTER) / RIGHT : BETTER / (1 - RIGHT));
    return { key: `q${i}`, answers: [before, isChanged ? !before : before] };
  });
  const ids: string[] = [];
  for (const [side, version] of versions.entries()) {
    const results = rows.map(({ key, answers }) => ({ item: key, output: answers[side] ? 'right' : 'wrong' }));
    const scorers = [{ type: 'equals', name: 'right', ignore_case: true }];
    const run = await api.send<{ id: string }>('POST', '/api/v1/eval-runs/import', {
      prompt,
      version,
      model: MODEL,
      dataset,
      results,
      scorers,
    });
    await until(
      'scoring',
      () => api.get<{ status: string }>(`/api/v1/eval-runs/${run.id}`),
      ({ status }) => status === 'completed',
    );
    ids.push(run.id);
  }
  return ids;
}
