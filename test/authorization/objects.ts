import { expect } from 'vitest';
import { makeAlert } from '#test/builders/alerts.ts';
import type { System } from '#test/harness/system.ts';

type Params = Record<string, string>;

/** Names of objects in one kind of address: of another project, of no project, and malformed. */
export type Kind = { prefix: string; foreign: Params; absent: Params; malformed: Params };

const NOWHERE = '00000000-0000-4000-8000-000000000000';
const byId = (prefix: string, id: string): Kind => ({
  prefix,
  foreign: { id },
  absent: { id: NOWHERE },
  malformed: { id: 'not-an-id' },
});

/**
 * Makes one object of every kind in the project `other`, through its own API, and returns how addresses name them. A
 * route below a prefix that is not listed here fails the test until its object is added.
 */
export async function makeForeignObjects(system: System): Promise<Kind[]> {
  const key = await system.key(undefined, { project: 'other' });
  const make = async (path: string, body: unknown): Promise<Record<string, unknown>> => {
    const response = await system.api('POST', path, { key, body });
    expect(response.status, `${path}: ${JSON.stringify(response.body)}`).toBeLessThan(300);
    return response.body;
  };
  await make('/api/v1/prompts', { name: 'secret/plan', type: 'text' });
  await make('/api/v1/prompts/secret%2Fplan/versions', { template: 'Say {{x}}', config: { model: 'acme/quiet' } });
  await make('/api/v1/models', { provider: 'acme', model_id: 'quiet' });
  const promotion = await make('/api/v1/promotions', { prompt: 'secret/plan', version: 1, to: 'production' });
  const incident = await make('/api/v1/incidents', { title: 'Of nobody else' });
  await make('/v2/alerts', { message: 'Their queue is full', alias: 'their queue' });
  const [budget, invoice, restriction] = await managedObjects(system);
  const alert = await makeAlert(system, { projectId: system.project('other').id });
  const monitor = await make('/api/v1/monitors', { name: 'secret-rule', kind: 'error_rate', severity: 'page' });
  const markdown = `# A\n${['Detection signal', 'First responder action', 'Escalation path', 'Rollback procedure'].map((part) => `## ${part}\nA.\n`).join('')}## Steps\n### tell: A\n`;
  await make('/api/v1/runbooks', { name: 'secret-steps', markdown });
  const admin = await system.person({ role: 'admin', project: 'other' });
  const channelKey = await system.key(['admin'], { owner: admin, project: 'other' });
  const body = { name: 'secret', target: { kind: 'slack', url: 'https://hooks.example.test/x' } };
  const { body: channel } = await system.api('POST', '/api/v1/channels', { key: channelKey, body });
  const silence = await make('/api/v1/silences', {
    matchers: [{ label: 'prompt', value: 'secret/*' }],
    reason: 'quiet',
    ends_at: new Date(system.services.clock.now().getTime() + 3_600_000).toISOString(),
  });
  await make('/api/v1/anchors', { anchors: [{ input: 'a secret', output: 'kept', human: 1 }] });
  const { body: anchors } = await system.api('GET', '/api/v1/anchors', { key });
  const numbers = { n: '1', a: '1', b: '1', env: 'staging' };
  return [
    byId('/api/v1/promotions/', String(promotion.id)),
    byId('/api/v1/budgets/', budget.id),
    byId('/api/v1/alerts/', alert.id),
    byId('/api/v1/monitors/', String(monitor.id)),
    byId('/api/v1/cost/invoices/', invoice.id),
    {
      prefix: '/api/v1/incidents/',
      foreign: { id: String(incident.id), entry: '1' },
      absent: { id: NOWHERE, entry: '1' },
      malformed: { id: 'not-an-id', entry: 'x' },
    },
    {
      prefix: '/v2/alerts/',
      foreign: { alias: 'their queue' },
      absent: { alias: 'nobody’s queue' },
      malformed: { alias: '%00 \ud83d' },
    },
    byId('/api/v1/channels/', String(channel.id)),
    byId('/api/v1/silences/', String(silence.id)),
    byId('/api/v1/anchors/', anchors.data[0].id),
    byId('/api/v1/restrictions/', restriction.id),
    {
      prefix: '/api/v1/prompts/',
      foreign: { name: 'secret/plan', ...numbers },
      absent: { name: 'no/such-one', ...numbers },
      malformed: { name: '%00 \ud83d', n: 'x', a: '-1', b: '1e9', env: '' },
    },
    {
      prefix: '/api/v1/runbooks/',
      foreign: { name: 'secret-steps' },
      absent: { name: 'no-such-one' },
      malformed: { name: ' ' },
    },
    {
      prefix: '/api/v1/models/',
      foreign: { provider: 'acme', id: 'quiet' },
      absent: { provider: 'acme', id: 'absent' },
      malformed: { provider: ' ', id: ' ' },
    },
    ...(await evalObjects(system, key, make)),
  ];
}

/** A budget, an invoice and a restriction of the project `other`, which a service account may not set. */
async function managedObjects(system: System): Promise<[{ id: string }, { id: string }, { id: string }]> {
  const owner = await system.person({ role: 'release_manager', project: 'other' });
  const key = await system.key(['admin'], { owner, project: 'other' });
  const make = async (path: string, body: object): Promise<{ id: string }> => {
    const answer = await system.api('POST', path, { key, body });
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    return answer.body;
  };
  const results = [{ amount: { value: 1, currency: 'usd' }, line_item: 'web search' }];
  const ends_at = new Date(system.services.clock.now().getTime() + 3_600_000).toISOString();
  const start_time = Math.floor(system.services.clock.now().getTime() / 86_400_000) * 86_400;
  return [
    await make('/api/v1/budgets', { scope: 'project', amount_usd: 1 }),
    await make('/api/v1/cost/invoices', { data: [{ start_time, results }] }),
    await make('/api/v1/restrictions', { kind: 'user', user: 'theirs', reason: 'x', ends_at }),
  ];
}

/** Objects of the features whose routes this edge has. */
async function evalObjects(
  system: System,
  key: string,
  make: (path: string, body: unknown) => Promise<Record<string, unknown>>,
): Promise<Kind[]> {
  const kinds: Kind[] = [];
  const has = (prefix: string) => system.edge.routes.some((it) => it.path.startsWith(prefix) && it.path.includes('{'));
  if (has('/api/v1/datasets/')) {
    await make('/api/v1/datasets', { name: 'secret-set' });
    await make('/api/v1/datasets/secret-set/items', [{ id: 'a', input: { x: '1' }, expected: 'yes' }]);
    const named = (name: string): Params => ({ name, n: '1' });
    kinds.push({
      prefix: '/api/v1/datasets/',
      foreign: named('secret-set'),
      absent: named('absent-set'),
      malformed: named(' '),
    });
  }
  if (has('/api/v1/eval-runs/')) {
    const run = await make('/api/v1/eval-runs/import', {
      prompt: 'secret/plan',
      version: 1,
      model: 'acme/quiet',
      dataset: 'secret-set',
      results: [{ item: 'a', output: 'yes' }],
      scorers: [{ type: 'equals' }],
    });
    const pair = (id: string): Params => ({ id, baseline_id: id });
    kinds.push({
      prefix: '/api/v1/eval-runs/',
      foreign: pair(String(run.id)),
      absent: pair(NOWHERE),
      malformed: pair('not-an-id'),
    });
  }
  if (has('/api/v1/events/')) {
    const at = system.services.clock.now().toISOString();
    await system.api('POST', '/api/v1/events', {
      key,
      body: { events: [{ id: 'secret-event', at, model: 'acme/quiet' }] },
    });
    const id = (text: string): Params => ({ id: text });
    kinds.push({
      prefix: '/api/v1/events/',
      foreign: id('secret-event'),
      absent: id('absent-event'),
      malformed: id('%20'),
    });
  }
  if (has('/api/v1/cost/reprice/')) {
    const owner = await system.person({ role: 'admin', project: 'other' });
    const admin = await system.key(['admin'], { project: 'other', owner });
    const prices = [{ effective_from: '2026-01-01', input_per_mtok: 1, output_per_mtok: 1 }];
    await make('/api/v1/models', { provider: 'acme', model_id: 'priced', prices });
    const asked = await system.api('POST', '/api/v1/cost/reprice', { key: admin, body: { model: 'acme/priced' } });
    expect(asked.status, JSON.stringify(asked.body)).toBe(202);
    kinds.push(byId('/api/v1/cost/reprice/', String(asked.body.id)));
  }
  return kinds;
}

/** `path` with its parameters filled in. */
export const fill = (path: string, params: Params): string =>
  path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent((params[name] ?? 'x').toWellFormed()));
