/**
 * The demo project: an invented company's month, played through the public HTTP API. Day and night, weekends, four
 * prompts on three models, a bad release that was rolled back, an outage of a provider, a slow drift of prompt length,
 * and today's promotions: one waits for approval, one needs evidence, one is blocked. Everything is simulated and the
 * project is marked so. Running it again changes nothing that is already there.
 */

import { seededRandom } from './demo/random.ts';
import { loadEvals, loadModels, loadPrompt, type People, propose, release } from './demo/releases.ts';
import { playMonth, type SimEvent, type SimOutcome } from './demo/traffic.ts';
import { PROMPTS } from './demo/world.ts';
import { openApi, promptPath } from './lib/api.ts';
import { sendEvents } from './lib/events.ts';
import { ensureProject, personKey, url } from './lib/keys.ts';

const PROJECT = process.env.DEMO_PROJECT ?? 'harbour';
const DAYS = Number(process.env.DEMO_DAYS ?? 30);
/** Multiplies the traffic; tests load a thinner month. */
const VOLUME = Number(process.env.DEMO_VOLUME ?? 1);

ensureProject(PROJECT, { simulated: true });
const person = (name: string, role: string, scopes: string[]) => {
  const email = `${name.toLowerCase()}@harbour.example`;
  return openApi(url(), personKey(`DEMO_KEY_${name.toUpperCase()}`, { email, name, role }, scopes, PROJECT));
};
const all = ['ingest', 'read', 'registry', 'evals', 'promote', 'admin'];
const people: People = {
  admin: person('Ines', 'admin', all),
  authors: {
    ruta: person('Ruta', 'editor', all),
    idris: person('Idris', 'editor', all),
    tove: person('Tove', 'editor', all),
    kenji: person('Kenji', 'editor', all),
  },
  approver: person('Maren', 'release_manager', ['read', 'promote']),
};
const now = Date.now();

await loadModels(people.admin);
const search = await people.admin.get<{ data: { name: string }[] }>('/api/v1/prompts');
if (search.data.length > 0) {
  console.log(`demo project ${PROJECT} is already there`);
  process.exit(0);
}
for (const prompt of PROMPTS) {
  await loadPrompt(prompt, people, now);
  await loadEvals(prompt, people.admin);
  console.log(`demo: ${prompt.name}, ${prompt.versions.length} versions with their evals`);
}

let events = 0;
for (const [index, prompt] of PROMPTS.entries()) {
  const month = playMonth({ ...prompt, perHour: prompt.perHour * VOLUME }, now, DAYS, seededRandom(42 + index));
  const chunk: SimEvent[] = [];
  const outcomes: SimOutcome[] = [];
  const flush = async () => {
    events += (await sendEvents(people.admin, chunk.splice(0))).accepted;
    for (let i = 0; i < outcomes.length; i += 1000) {
      await people.admin.send('POST', '/api/v1/outcomes', { outcomes: outcomes.slice(i, i + 1000) });
    }
    outcomes.length = 0;
  };
  for (const { event, outcome } of month) {
    chunk.push(event);
    if (outcome) outcomes.push(outcome);
    if (chunk.length === 8000) await flush();
  }
  await flush();
  console.log(`demo: a month of ${prompt.name}, ${events.toLocaleString('en')} events so far`);
}

for (const prompt of PROMPTS) await release(prompt, people);
const named = (name: string) => PROMPTS.find((prompt) => prompt.name === name) ?? PROMPTS[0];
const proposals = [
  {
    prompt: named('search/answer'),
    version: 4,
    note: 'Passage numbers are what agents click on',
    by: people.authors.idris,
  },
  { prompt: named('support/triage'), version: 3, note: 'Refund tickets went to billing', by: people.authors.kenji },
  { prompt: named('support/reply'), version: 2, note: 'Try the shorter replies once more', by: people.authors.ruta },
];
for (const { prompt, version, note, by } of proposals) {
  if (!prompt || !by) continue;
  const promotion = await propose(prompt, version, note, by);
  console.log(`demo: ${prompt.name} version ${version} to production: ${promotion.status}`);
}
await people.authors.kenji?.send('PUT', `${promptPath('support/reply')}/environments/experiment`, { version: 3 });
console.log(`demo: ready in project ${PROJECT}, ${events.toLocaleString('en')} simulated events`);
