import { expect } from 'vitest';
import { makeAlert } from '#test/builders/alerts.ts';
import { releaseBuilder } from '#test/builders/release.ts';
import type { System } from '#test/harness/system.ts';

type Target = { id: string; revision: number };

export const ACTIONS = ['approve', 'reject', 'cancel', 'recheck', 'rollback', 'pause', 'resume', 'advance'];

/** Objects of every kind, made over the edge's own API, and values for every field that names one. */
export async function makeObjects(system: System, key: string) {
  // A service account writes and an editor requests, so that the admin of `key` may approve.
  const release = releaseBuilder(system, await system.key());
  const asker = await system.key(['promote', 'read'], {
    owner: await system.person({ role: 'editor', name: 'asker' }),
  });
  let made = 0;
  const fresh = (kind: string) => `${kind}-${++made}`;
  const post = async (path: string, body: unknown) => {
    const response = await system.api('POST', path, { key, body });
    expect(response.status, `${path}: ${JSON.stringify(response.body)}`).toBeLessThan(300);
    return response.body;
  };

  await release.prompt('fuzz/text', 3);
  await post('/api/v1/prompts', { name: 'fuzz/old', type: 'text' });
  await post('/api/v1/prompts/fuzz%2Fold/versions', { template: 'Old {{x}}' });
  await release.stage('fuzz/text', 1);
  const prices = [{ effective_from: '2026-01-01T00:00:00Z', input_per_mtok: 1, output_per_mtok: 2 }];
  await post('/api/v1/models', { provider: 'acme', model_id: 'm1', prices });
  await post('/api/v1/models', { provider: 'anthropic', model_id: 'claude-3-5-haiku-listed' });
  const items = Array.from({ length: 4 }, (_, i) => ({ id: `i${i}`, input: { question: `${i}` }, expected: 'yes' }));
  await post('/api/v1/datasets', { name: 'set' });
  await post('/api/v1/datasets/set/items', items);
  const trained = { dataset: 'trained', dataset_version: 1 };
  await post('/api/v1/models', { provider: 'acme', model_id: 'm2', base_model: 'acme/m1', training: trained });
  const tainted = async (name: string) => {
    await post('/api/v1/datasets', { name });
    await post(`/api/v1/datasets/${name}/items`, [{ id: 't', input: { question: 'tainted' } }]);
    return name;
  };
  await tainted('trained');
  const results = items.map(({ id }) => ({ item: id, output: 'yes', latency_ms: 5, cost_usd: 0.1, repeat: 0 }));
  const scorers = [{ type: 'equals', extract: { pattern: '(yes|no)', group: 1 } }];
  const runs: string[] = [];
  for (const version of [1, 2]) {
    const run = { prompt: 'fuzz/text', version, dataset: 'set', results, scorers };
    runs.push((await post('/api/v1/eval-runs/import', run)).id);
  }
  await system.drain();
  const at = new Date().toISOString();
  const event = { id: 'e', at, model: 'acme/m1', prompt: 'fuzz/text', version: 1, latency_ms: 5, tokens_in: 1 };
  await post('/api/v1/events', { events: [event] });
  const repriced = (await post('/api/v1/cost/reprice', { model: 'acme/m1' })).id as string;
  await system.drain();
  const gated = await release.promote('fuzz/text', 2, asker);

  /**
   * A promotion on which the admin can take the action; `pause`, `resume` and `advance` have no rollout to change yet.
   */
  async function promotionFor(action: string): Promise<Target> {
    const prompt = await release.prompt(fresh('released'));
    const first = await release.promote(prompt, 1, asker);
    if (action !== 'rollback') return first;
    const override = { override: true, reason: 'no golden set yet' };
    expect((await release.act(key, first, 'approve', override)).status).toBe(200);
    const second = await release.promote(prompt, 2, asker);
    expect((await release.act(key, second, 'approve', override)).status).toBe(200);
    return release.promotion(second.id);
  }

  /** The id of a budget of a tag that no other budget is of. */
  const newBudget = async (): Promise<string> =>
    (await post('/api/v1/budgets', { scope: 'tag', subject: fresh('tag'), amount_usd: 10 })).id;

  const newAlert = async (): Promise<string> => (await makeAlert(system)).id;
  /** The body of a monitor that does not exist yet. */
  const monitorBody = () => ({ name: fresh('monitor'), kind: 'error_rate', severity: 'warning', rule: { limit: 2 } });
  /** An SLO whose monitor does not exist yet. */
  const sloText = (): string => {
    const source = (metric: string) => ({ metricSource: { type: 'switchyard', spec: { metric } } });
    const condition = { kind: 'burnrate', threshold: 14.4, lookbackWindow: '1h', alertAfter: '0m' };
    return JSON.stringify({
      ...{ apiVersion: 'openslo/v1', kind: 'SLO', metadata: { name: fresh('slo') } },
      spec: {
        ...{ budgetingMethod: 'Occurrences', objectives: [{ target: 0.99 }] },
        indicator: { spec: { ratioMetric: { bad: source('errors'), total: source('requests') } } },
        alertPolicies: [{ spec: { conditions: [{ spec: { severity: 'page', condition } }] } }],
      },
    });
  };
  const monitorId: string = (await post('/api/v1/monitors', monitorBody())).id;
  /** The number of an incident in triage. */
  const newIncident = async (): Promise<number> =>
    (await post('/api/v1/incidents', { title: fresh('incident') })).number;

  /** The number of an incident with a failing request, and a case of it. */
  const failedAt = (minutesAgo: number) => new Date(Date.now() - minutesAgo * 60_000).toISOString();
  await post('/api/v1/events', { events: [{ ...event, id: 'failed', at: failedAt(30), status: 'error' }] });
  const lesson = { title: 'lesson', prompt: 'fuzz/text', impact_start: failedAt(60) };
  const lessonNumber: number = (await post('/api/v1/incidents', lesson)).number;
  const newCases = () => ({
    ...{ dataset: 'set', category: 'c' },
    cases: [{ request: 'failed', input: { question: fresh('failed') }, expected: 'yes' }],
  });

  /** The id of a proposal that waits for a person. */
  const newProposal = async (): Promise<string> => {
    await post('/api/v1/models/changelogs', { text: `${fresh('acme-m')} retires on 2027-01-29.` });
    return (await system.api('GET', '/api/v1/models/proposals?limit=1', { key })).body.data[0].id;
  };

  /** An invoice of charges that no other has. */
  const invoiceText = (): string => {
    const results = [{ amount: { value: 1, currency: 'usd' }, line_item: fresh('web search') }];
    return JSON.stringify({ data: [{ start_time: Math.floor(Date.now() / 86_400_000) * 86_400, results }] });
  };
  const newInvoice = async (): Promise<string> => (await post('/api/v1/cost/invoices', JSON.parse(invoiceText()))).id;
  /** A prompt that serves by a model which nobody registered, and the body that moves it to another. */
  const moving = await release.prompt(fresh('moving'));
  await release.stage(moving, 1);
  const move = { replacement: 'test/m2', places: [{ prompt: moving, environment: 'staging' }] };

  /** The id of a price on which the registry and the embedded catalogue differ. */
  const newDiffering = async (): Promise<string> => {
    const model_id = fresh('claude-3-5-haiku');
    await post('/api/v1/models/import', { models: [{ provider: 'anthropic', model_id, prices }] });
    const { body } = await system.api('GET', `/api/v1/models/disagreements?search=${model_id}`, { key });
    return body.data[0].id;
  };

  /** A runbook whose second step changes a budget of its own. */
  const runbookText = (budget = 'the project') =>
    `# A\n## Detection signal\nA.\n## First responder action\nB.\n## Escalation path\nC.\n## Rollback procedure\nD.\n## Steps\n### tell: A\n### act: B\n~~~act change_budget\nbudget: ${budget}\n~~~\n`;
  const newRunbook = async (): Promise<string> => {
    const name = fresh('runbook');
    const subject = fresh('tag');
    await post('/api/v1/budgets', { scope: 'tag', subject, amount_usd: 10 });
    await post('/api/v1/runbooks', { name, markdown: runbookText(`tag ${subject}`) });
    return name;
  };

  return {
    move,
    runbookText,
    newRunbook,
    newBudget,
    newAlert,
    monitorBody,
    monitorId,
    sloText,
    newIncident,
    lessonNumber,
    newCases,
    newProposal,
    newInvoice,
    invoiceText,
    newDiffering,
    release,
    fresh,
    tainted,
    post,
    items,
    results,
    scorers,
    runs,
    at,
    event,
    gated: gated.id as string,
    repriced,
    promotionFor,
  };
}

export type Objects = Awaited<ReturnType<typeof makeObjects>>;

/** The promotions that actions are taken on, one for each action: `current.approve.id`. */
export async function promotionsForActions({ promotionFor }: Objects) {
  const current: Record<string, Target> = {};
  const renew: Record<string, () => Promise<void>> = {};
  for (const action of ACTIONS) {
    renew[action] = async () => {
      current[action] = await promotionFor(action);
    };
    await renew[action]();
  }
  return { current, renew };
}
