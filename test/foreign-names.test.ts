import { afterAll, beforeAll, expect, test } from 'vitest';
import { contentOf } from './authorization/fingerprint.ts';
import { makeForeignObjects } from './authorization/objects.ts';
import { type System, startSystem } from './harness/system.ts';

/*
 * Another project's names and ids in bodies and queries (test/authorization.test.ts has them in addresses): the
 * response must equal that to a name that exists nowhere, word for word except for the name itself.
 */

const NOWHERE = '00000000-0000-4000-8000-000000000000';
let system: System;
let key: string;
/** Ids of the other project's run and promotion. */
let run = '';
let promotion = '';

beforeAll(async () => {
  system = await startSystem();
  key = await system.key(undefined, { owner: await system.person({ role: 'admin' }) });
  const kinds = await makeForeignObjects(system);
  const idOf = (prefix: string) => kinds.find((kind) => kind.prefix === prefix)?.foreign.id ?? '';
  run = idOf('/api/v1/eval-runs/');
  promotion = idOf('/api/v1/promotions/');
  const foreign = await system.key(undefined, { project: 'other' });
  const at = system.services.clock.now().toISOString();
  const events = [
    { id: 'traced', at, model: 'acme/quiet', trace_id: 'secret-trace', prompt: 'secret/plan', version: 1 },
  ];
  await system.api('POST', '/api/v1/events', { key: foreign, body: { events } });
  const own = { key, body: { name: 'mine', type: 'text' } };
  expect((await system.api('POST', '/api/v1/prompts', own)).status).toBe(201);
  const version = { template: 'Say {{x}}', config: { model: 'acme/loud' } };
  expect((await system.api('POST', '/api/v1/prompts/mine/versions', { key, body: version })).status).toBe(201);
});
afterAll(() => system.dispose());

type Names = {
  prompt: string;
  dataset: string;
  run: string;
  model: string;
  event: string;
  trace: string;
  promotion: string;
};
const theirs = (): Names => ({
  prompt: 'secret/plan',
  dataset: 'secret-set',
  run,
  model: 'acme/quiet',
  event: 'secret-event',
  trace: 'secret-trace',
  promotion,
});
const nobodys: Names = {
  prompt: 'absent/one',
  dataset: 'absent-set',
  run: NOWHERE,
  model: 'acme/absent',
  event: 'absent-event',
  trace: 'absent-trace',
  promotion: NOWHERE,
};

const asks: Record<string, (names: Names) => [method: string, path: string, body?: object]> = {
  'a gate of their prompt': ({ prompt }) => ['POST', '/api/v1/gates/check', { prompt, version: 1 }],
  'a gate on their run': (names) => ['POST', '/api/v1/gates/check', { prompt: 'mine', version: 1, run: names.run }],
  'a gate against their run': (names) => [
    'POST',
    '/api/v1/gates/check',
    { prompt: 'mine', version: 1, baseline_run: names.run },
  ],
  'a promotion of their prompt': ({ prompt }) => [
    'POST',
    '/api/v1/promotions',
    { prompt, version: 1, to: 'production' },
  ],
  'a run of their prompt': ({ prompt }) => ['POST', '/api/v1/eval-runs/import', imported({ prompt })],
  'a run on their dataset': ({ dataset }) => ['POST', '/api/v1/eval-runs/import', imported({ dataset })],
  'a gate policy with their dataset': ({ dataset }) => [
    'PUT',
    '/api/v1/prompts/mine/gate',
    { revision: 0, datasets: [dataset] },
  ],
  'what serves of their prompt': ({ prompt }) => [
    'POST',
    '/api/v1/resolve',
    { prompt, environment: 'staging', key: 'u' },
  ],
  'feedback on their trace': ({ trace }) => [
    'POST',
    '/api/v1/feedback',
    { trace_id: trace, name: 'quality', score: 1, source: 'user' },
  ],
  'their event by id': ({ event }) => ['GET', `/api/v1/events?id=${event}`],
  'events of their prompt': ({ prompt }) => ['GET', `/api/v1/events?prompt=${encodeURIComponent(prompt)}`],
  'events of their model': ({ model }) => ['GET', `/api/v1/events?model=${model}`],
  'runs of their prompt': ({ prompt }) => ['GET', `/api/v1/eval-runs?prompt=${encodeURIComponent(prompt)}`],
  'runs on their dataset': ({ dataset }) => ['GET', `/api/v1/eval-runs?dataset=${dataset}`],
  'promotions of their prompt': ({ prompt }) => ['GET', `/api/v1/promotions?prompt=${encodeURIComponent(prompt)}`],
  'a metric of their prompt': ({ prompt }) => ['GET', metricOf(`prompt=${encodeURIComponent(prompt)}`)],
  'a comparison of their run': (names) => ['GET', `/api/v1/eval-runs/${names.run}/compare/${names.run}`],
  'a decision on their promotion': (names) => ['POST', `/api/v1/promotions/${names.promotion}/cancel`, {}],
};

const imported = (more: object) => ({
  prompt: 'mine',
  version: 1,
  dataset: 'none',
  results: [{ item: 'a', output: 'yes' }],
  scorers: [{ type: 'equals' }],
  ...more,
});
const metricOf = (filter: string) =>
  `/api/v1/metrics?metric=requests&from=2026-01-01T00:00:00Z&to=2027-01-01T00:00:00Z&step=86400&${filter}`;

test.for(Object.entries(asks))(
  '%s gets the response of an object that does not exist, and nothing is written',
  async ([, ask]) => {
    const before = await contentOf(system);
    const responses = await Promise.all(
      [theirs(), nobodys].map(async (names) => {
        const [method, path, body] = ask(names);
        const response = await system.api(method, path, { key, body, headers: { 'if-match': '"1"' } });
        const { instance: _, took_ms: __, ...rest } = response.body;
        // Longest first, so that no name is a part of another.
        const texts = Object.values(names).toSorted((a, b) => b.length - a.length);
        const neutral = texts.reduce((text, name) => text.replaceAll(name, '<name>'), JSON.stringify(rest));
        return `${response.status} ${neutral}`;
      }),
    );
    expect(responses[0]).toBe(responses[1]);
    expect(await contentOf(system)).toEqual(before);
  },
);
