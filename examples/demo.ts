/**
 * The demo project: two months of an invented company, played through the public HTTP API. Day and night, weekends, four
 * prompts on three models, growth, a bad release that was rolled back, an outage of a provider with retries and
 * fallbacks, a slow drift of prompt length; what tasks cost and how they ended, budgets, savings, a model that retires
 * soon; and today's promotions: one waits for approval, one needs evidence, one is blocked. Everything is simulated and
 * the project is marked so. Loaded once, it stays as it is; a loading that was interrupted goes on where it ended.
 */

import { PROMPTS } from './demo/company.ts';
import { computeSavings, infrastructureOf, sendCosts, setBudgets } from './demo/money.ts';
import { seededRandom } from './demo/random.ts';
import {
  loadEvals,
  loadModels,
  loadPrompt,
  type People,
  propose,
  proveFallbacks,
  release,
  serves,
} from './demo/releases.ts';
import type { SimCost, SimEvent, SimOutcome } from './demo/task.ts';
import { playDays } from './demo/traffic.ts';
import { openApi, promptPath } from './lib/api.ts';
import { sendEvents } from './lib/events.ts';
import { ensureProject, personKey, url } from './lib/keys.ts';

const PROJECT = process.env.DEMO_PROJECT ?? 'harbour';
const DAYS = Number(process.env.DEMO_DAYS ?? 60);
/** Multiplies the traffic; tests load less. */
const VOLUME = Number(process.env.DEMO_VOLUME ?? 1);

ensureProject(PROJECT, { simulated: true });
const person = (name: string, role: string, scopes: string[]) => {
  const email = `${name.toLowerCase()}@harbour.example`;
  return openApi(url(), personKey(`DEMO_KEY_${name.toUpperCase()}`, { email, name, role }, scopes, PROJECT));
};
const all = ['ingest', 'read', 'registry', 'evals', 'promote', 'admin'];
const admin = person('Ines', 'admin', all);
const address = `${process.env.SWITCHYARD_WEB_URL ?? `http://localhost:${process.env.PORT ?? 3000}`}/p/${PROJECT}`;
/** The last thing that loading does: where it is there, everything is. */
const LAST = { prompt: 'support/reply', environment: 'experiment', version: 3 };
if (await serves(admin, LAST.prompt, LAST.environment)) {
  console.log(`already there, at ${address}`);
  process.exit(0);
}
const people: People = {
  admin,
  authors: {
    ruta: person('Ruta', 'editor', all),
    idris: person('Idris', 'editor', all),
    tove: person('Tove', 'editor', all),
    kenji: person('Kenji', 'editor', all),
  },
  approver: person('Maren', 'release_manager', ['read', 'promote']),
};
const now = Date.now();

await loadModels(people.admin, now);
for (const prompt of PROMPTS) {
  await loadPrompt(prompt, people, now);
  await loadEvals(prompt, people.admin);
  console.log(`${prompt.name}, ${prompt.versions.length} versions with their evals`);
}

// Before the traffic: while charts are computed from it, the worker takes other jobs more slowly, and so do reads of spend.
await setBudgets(people.admin, VOLUME);
for (const prompt of PROMPTS) await release(prompt, people);
await proveFallbacks(people.admin);
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
  console.log(`${prompt.name} version ${version} to production: ${promotion.status}`);
}
let events = 0;
for (const [index, prompt] of PROMPTS.entries()) {
  const tasks = playDays({ ...prompt, perHour: prompt.perHour * VOLUME }, now, DAYS, seededRandom(42 + index));
  const chunk: SimEvent[] = [];
  const outcomes: SimOutcome[] = [];
  const costs: SimCost[] = [];
  const flush = async () => {
    events += (await sendEvents(people.admin, chunk.splice(0))).accepted;
    for (let i = 0; i < outcomes.length; i += 1000) {
      await people.admin.send('POST', '/api/v1/outcomes', { outcomes: outcomes.slice(i, i + 1000) });
    }
    outcomes.length = 0;
    await sendCosts(people.admin, costs.splice(0));
  };
  for (const task of tasks) {
    chunk.push(...task.events);
    if (task.outcome) outcomes.push(task.outcome);
    costs.push(...task.costs);
    if (chunk.length >= 8000) await flush();
  }
  await flush();
  console.log(`two months of ${prompt.name}, ${events.toLocaleString('en')} events so far`);
}
await sendCosts(people.admin, infrastructureOf(now, DAYS, VOLUME));
await computeSavings(people.admin);
const { prompt, environment, version } = LAST;
await people.authors.kenji?.send('PUT', `${promptPath(prompt)}/environments/${environment}`, { version });
console.log(`ready at ${address}, ${events.toLocaleString('en')} simulated events`);
