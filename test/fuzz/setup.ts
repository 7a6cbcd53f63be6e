// Over 300 lines: one value for each parameter of each operation that a random one could not reach, as one table.
import type { System } from '#test/harness/system.ts';
import { anchorOperations } from './anchor-values.ts';
import type { Known } from './document.ts';
import { ACTIONS, makeObjects, promotionsForActions } from './make-objects.ts';
import { notifyOperations } from './notify-values.ts';
import { postmortemOperations } from './postmortem-values.ts';
import { restrictionValues } from './restriction-values.ts';

/** The objects that requests name, and how they are replaced where a successful request has used one up. */
export type Setup = {
  known: Known;
  /** By target, or by the last part of its name where several behave alike. */
  renew: Readonly<Record<string, () => Promise<void>>>;
};

/** An entry of LiteLLM's price file. */
const LITELLM = {
  litellm_provider: 'openai',
  input_cost_per_token: 1e-6,
  output_cost_per_token: 2e-6,
  mode: 'chat',
  deprecation_date: '2027-01-01',
};

/** The setup of the edge's operations. */
export async function edgeSetup(system: System, key: string): Promise<Setup> {
  const objects = await makeObjects(system, key);
  const { fresh, items, results, scorers, runs, at, event } = objects;
  const { current, renew } = await promotionsForActions(objects);
  const actions = ACTIONS.flatMap((action): [string, unknown][] => {
    const target = `POST /api/v1/promotions/{id}/${action}`;
    return [
      [`${target} id`, () => current[action]?.id],
      [`${target} If-Match`, () => `"${current[action]?.revision}"`],
      [target, () => ({ reason: 'because', ...(action === 'approve' ? { override: true } : {}) })],
    ];
  });
  let golden = '';
  const taint = async () => {
    golden = await objects.tainted(fresh('golden'));
  };
  await taint();
  let proposal = await objects.newProposal();
  const newProposal = async () => {
    proposal = await objects.newProposal();
  };
  let budget = await objects.newBudget();
  const newBudget = async () => {
    budget = await objects.newBudget();
  };
  let alert = await objects.newAlert();
  const newAlert = async () => {
    alert = await objects.newAlert();
  };
  let incident = await objects.newIncident();
  const newIncident = async () => {
    incident = await objects.newIncident();
  };
  const notify = await notifyOperations(system, objects);
  const anchors = await anchorOperations(system);
  const restrictions = await restrictionValues(system, objects);
  const postmortems = await postmortemOperations(system, objects);
  let invoice = await objects.newInvoice();
  const newInvoice = async () => {
    invoice = await objects.newInvoice();
  };
  let differing = await objects.newDiffering();
  const newDiffering = async () => {
    differing = await objects.newDiffering();
  };
  let runbook = await objects.newRunbook();
  const newRunbook = async () => {
    runbook = await objects.newRunbook();
  };
  let revision = 0;
  const readRevision = async () => {
    revision = (await system.api('GET', '/api/v1/prompts/fuzz%2Ftext/gate', { key })).body.revision;
  };
  const promoted = { prompt: await objects.release.prompt(fresh('promoted')), version: 1, to: 'production' };
  const from = new Date(Date.now() - 3_600_000).toISOString();
  const known: Known = {
    ...Object.fromEntries(actions),
    prompt: 'fuzz/text',
    dataset: 'set',
    version: 1,
    n: 1,
    a: 1,
    b: 2,
    env: 'staging',
    environment: 'staging',
    name: 'fuzz/text',
    model: 'acme/m1',
    provider: 'acme',
    id: runs[0],
    baseline_id: runs[1],
    from,
    to: at,
    results,
    scorers,
    'PATCH /api/v1/project stores_texts': true,
    'POST /api/v1/prompts name': () => fresh('prompt'),
    'POST /api/v1/prompts tags': ['a'],
    'POST /api/v1/prompts/{name}/versions': () => ({
      template: `${fresh('text')} {{x}}`,
      config: { model: 'acme/m1', temperature: 0.5, max_tokens: 9 },
      message: 'why',
      source: { commit: 'c0ffee', path: 'a.txt', url: 'https://example.test/a' },
      tags: ['a'],
    }),
    'GET /api/v1/prompts search': 'fuzz',
    'GET /api/v1/prompts limit': '5',
    'POST /api/v1/prompts/{name}/versions/{n}/render': { variables: { question: 'why' } },
    'POST /api/v1/prompts/{name}/deployments/import': () => ({
      deployments: [
        { environment: 'production', version: 1, model: 'acme/m1', at: '2025-01-01T00:00:00Z', actor: 'Bob' },
      ],
    }),
    'POST /api/v1/prompts/{name}/deployments/import name': 'fuzz/old',
    'POST /api/v1/models model_id': () => fresh('model'),
    'POST /api/v1/models prices': [{ effective_from: '2026-01-01', input_per_mtok: 1, output_per_mtok: 2 }],
    'POST /api/v1/models released_at': '2026-01-01',
    'POST /api/v1/models training': { dataset: 'x', config: { a: 1 }, metrics: { b: 1 } },
    'GET /api/v1/models/{provider}/{id} id': 'm1',
    'GET /api/v1/models/{provider}/{id}/lineage id': 'm1',
    'GET /api/v1/models/lineage/walk from': 'model:acme/m1',
    'POST /api/v1/datasets/{name}/contamination name': () => golden,
    'PATCH /api/v1/models/{provider}/{id} id': 'm1',
    'GET /api/v1/models/{provider}/{id}/rehearsal id': 'm1',
    'GET /api/v1/models/{provider}/{id}/rehearsal replacement': 'test/m2',
    'POST /api/v1/models/{provider}/{id}/rehearsal/promotions provider': 'test',
    'POST /api/v1/models/{provider}/{id}/rehearsal/promotions id': 'm1',
    'POST /api/v1/models/{provider}/{id}/rehearsal/promotions': objects.move,
    'PATCH /api/v1/models/{provider}/{id}': () => ({
      display_name: fresh('name'),
      context_window: 1_000,
      retirement_date: '2027-01-01',
      eval_scores: { a: 0.5 },
      prices: [{ effective_from: '2026-01-01T00:00:00Z', input_per_mtok: 1, output_per_mtok: 2 }],
    }),
    'POST /api/v1/models/changelogs': () => ({
      text: `${fresh('acme-m')} retires on 2027-01-29.`,
      published_on: '2026-11-27',
    }),
    'GET /api/v1/models/proposals limit': '5',
    ...Object.fromEntries(
      ['confirm', 'dismiss'].map((way) => [`POST /api/v1/models/proposals/{id}/${way} id`, () => proposal]),
    ),
    'POST /api/v1/models/proposals/{id}/dismiss': { reason: 'no date' },
    'POST /api/v1/models/proposals/{id}/confirm': {
      ...{ provider: 'acme', model_id: 'm1', retires_on: '2027-01-29' },
    },
    'POST /api/v1/models/import format': 'litellm',
    'GET /api/v1/models/disagreements search': 'acme',
    'POST /api/v1/models/disagreements/{id}/confirm id': () => differing,
    'POST /api/v1/models/disagreements/{id}/confirm': { source: 'genai_prices', from: '2027-01-01' },
    'POST /api/v1/models/disagreements/{id}/dismiss id': () => differing,
    'POST /api/v1/models/disagreements/{id}/dismiss reason': 'a contract',
    'GET /api/v1/models/{provider}/{id}/listed-prices provider': 'anthropic',
    'GET /api/v1/models/{provider}/{id}/listed-prices id': 'claude-3-5-haiku-listed',
    'POST /api/v1/models/{provider}/{id}/listed-prices provider': 'anthropic',
    'POST /api/v1/models/{provider}/{id}/listed-prices id': 'claude-3-5-haiku-listed',
    'POST /api/v1/models/{provider}/{id}/listed-prices': { source: 'genai_prices', from: '2027-01-01' },
    'POST /api/v1/models/import': () => ({ [fresh('gpt')]: { ...LITELLM }, [fresh('gpt')]: { ...LITELLM } }),
    'POST /api/v1/events': () => ({ sent_at: at, events: [{ ...event, id: fresh('e'), tags: { a: 'b' } }] }),
    'POST /api/v1/outcomes': () => ({
      outcomes: [{ id: fresh('o'), outcome_id: 'task', success: true, at, value: 1, kind: 'k' }],
    }),
    'POST /api/v1/feedback': () => ({ event_id: 'e', name: 'quality', score: 1, source: 'user', comment: 'x' }),
    'GET /api/v1/metrics metric': 'requests',
    'GET /api/v1/metrics from': from,
    'GET /api/v1/metrics to': at,
    'GET /api/v1/metrics step': '60',
    'GET /api/v1/metrics group_by': 'model',
    'GET /api/v1/events from': from,
    'GET /api/v1/events/{id} id': 'e',
    'POST /api/v1/cost/reprice prices': [],
    'POST /api/v1/cost/reprice dry_run': true,
    'GET /api/v1/cost/reprice/{id} id': objects.repriced,
    ...notify.known,
    ...anchors.known,
    ...restrictions.known,
    ...postmortems.known,
    'GET /api/v1/budgets/{id} id': () => budget,
    'PATCH /api/v1/budgets/{id} id': () => budget,
    'DELETE /api/v1/budgets/{id} id': () => budget,
    'POST /api/v1/monitors': objects.monitorBody,
    'GET /api/v1/monitors/{id} id': objects.monitorId,
    'GET /api/v1/monitors/openslo monitor': objects.monitorId,
    'POST /api/v1/monitors/openslo': () => ({ document: objects.sloText() }),
    'PATCH /api/v1/monitors/{id} id': objects.monitorId,
    'PATCH /api/v1/monitors/{id}': () => ({ name: fresh('monitor'), rule: { limit: 2, clear: 1 } }),
    'POST /api/v1/alerts/{id}/acknowledge id': () => alert,
    'POST /api/v1/alerts/{id}/resolve id': () => alert,
    'POST /api/v1/alerts/{id}/resolve': { reason: 'rolled back' },
    'GET /api/v1/incidents state': 'triage',
    'GET /api/v1/incidents/statistics from': '2026-01-01T00:00:00Z',
    ...Object.fromEntries(
      [
        ...['GET /api/v1/incidents/{id}', 'PATCH /api/v1/incidents/{id}', 'GET /api/v1/incidents/{id}/timeline'],
        ...['POST /api/v1/incidents/{id}/timeline', 'GET /api/v1/incidents/{id}/blast-radius'],
      ].map((target) => [`${target} id`, () => `INC-${incident}`]),
    ),
    ...Object.fromEntries(
      ['GET /{id}/failing-inputs', 'GET /{id}/cases', 'POST /{id}/cases', 'GET /{id}/gate-replay'].map((each) => [
        `${each.replace('/', '/api/v1/incidents/')} id`,
        objects.lessonNumber,
      ]),
    ),
    'POST /api/v1/incidents/{id}/cases': objects.newCases,
    'GET /api/v1/promotions/{id}/lessons id': objects.gated,
    'POST /api/v1/incidents': () => ({
      ...{ title: fresh('incident'), prompt: 'fuzz/text', version: 1, environment: 'staging', model: 'acme/m1' },
      ...{ impact_start: from, severity: 3 },
    }),
    'PATCH /api/v1/incidents/{id}': () => ({
      ...{ title: fresh('incident'), state: 'active', severity: 1, drill: true, reason: 'because' },
      ...{ scope: { prompt: 'fuzz/text', version: 1 }, times: { impact_start: from }, roles: { scribe: null } },
    }),
    'POST /api/v1/incidents/{id}/timeline': { text: 'x', kind: 'note', occurred_at: from },
    'POST /api/v1/cost/invoices': () => JSON.parse(objects.invoiceText()),
    'POST /api/v1/cost/invoices replaces': () => invoice,
    'POST /api/v1/cost/invoices format': 'openai',
    'GET /api/v1/cost/invoices/{id} id': () => invoice,
    'DELETE /api/v1/cost/invoices/{id} id': () => invoice,
    'GET /api/v1/cost/focus from': '2026-03-01',
    'GET /api/v1/cost/focus to': '2026-03-02',
    'POST /api/v1/runbooks': () => ({ name: fresh('runbook'), markdown: objects.runbookText(), owner: 'us' }),
    'GET /api/v1/runbooks/{name} name': 'provider-outage',
    'PATCH /api/v1/runbooks/{name} name': () => runbook,
    'PATCH /api/v1/runbooks/{name}': () => ({ version: 1, markdown: objects.runbookText(), owner: 'us' }),
    'POST /api/v1/runbooks/{name}/drills name': 'provider-outage',
    'POST /api/v1/datasets name': () => fresh('dataset'),
    'GET /api/v1/datasets/{name} name': 'set',
    'POST /api/v1/datasets/{name}/items name': 'set',
    'POST /api/v1/datasets/{name}/items': () => [
      {
        id: fresh('item'),
        input: { q: 'x' },
        expected: 'y',
        category: 'c',
        weight: 2,
        tags: ['t'],
        metadata: { a: 1 },
      },
    ],
    'GET /api/v1/datasets/{name}/items name': 'set',
    'POST /api/v1/eval-runs/import': () => ({
      prompt: 'fuzz/text',
      version: 3,
      model: `acme/${fresh('m')}`,
      dataset: 'set',
      results,
      scorers,
    }),
    'PUT /api/v1/prompts/{name}/gate': () => ({
      margin: 0.02,
      margin_kind: 'relative',
      floors: { overall: 0.5 },
      limits: { latency_ms_p95_max: 100 },
      datasets: ['set'],
      scorers,
      required_approvals: 1,
    }),
    'PUT /api/v1/prompts/{name}/gate If-Match': () => `"${revision}"`,
    'POST /api/v1/resolve': { prompt: 'fuzz/text', environment: 'staging', key: 'u', variables: { question: 'x' } },
    'POST /api/v1/alerts/alertmanager': () => ({
      groupKey: '{}',
      truncatedAlerts: 1,
      routeLabels: { team: 'llm' },
      alerts: [{ status: 'firing', labels: { alertname: fresh('alert') }, startsAt: at, fingerprint: fresh('f') }],
    }),
    'POST /api/v1/alerts/incoming': () => ({
      title: fresh('alert'),
      status: 'firing',
      starts_at: at,
      url: 'https://x.test',
    }),
    'PUT /api/v1/signals/canaries': () => ({ canary: fresh('canary-7f3a9c') }),
    'POST /v2/alerts': () => ({ message: fresh('alert'), alias: 'fuzzed', priority: 'P2' }),
    'POST /v2/alerts/{alias}/close alias': 'fuzzed',
    'POST /v2/alerts/{alias}/close identifierType': 'alias',
    'POST /v2/alerts/{alias}/close': { note: 'over' },
    'POST /api/v1/promotions': () => ({ ...promoted, rollout: { strategy: 'immediate' }, note: 'x' }),
    'GET /api/v1/promotions/{id} id': objects.gated,
    items,
  };
  await readRevision();
  return {
    known,
    renew: {
      ...renew,
      'PUT /api/v1/prompts/{name}/gate': readRevision,
      'POST /api/v1/datasets/{name}/contamination': taint,
      'POST /api/v1/models/proposals/{id}/confirm': newProposal,
      'POST /api/v1/models/proposals/{id}/dismiss': newProposal,
      'DELETE /api/v1/budgets/{id}': newBudget,
      'POST /api/v1/alerts/{id}/resolve': newAlert,
      'PATCH /api/v1/incidents/{id}': newIncident,
      'PATCH /api/v1/runbooks/{name}': newRunbook,
      ...notify.renew,
      ...anchors.renew,
      ...restrictions.renew,
      ...postmortems.renew,
      'DELETE /api/v1/cost/invoices/{id}': newInvoice,
      'POST /api/v1/cost/invoices': newInvoice,
      'POST /api/v1/models/disagreements/{id}/confirm': newDiffering,
      'POST /api/v1/models/disagreements/{id}/dismiss': newDiffering,
      'POST /api/v1/promotions': async () => {
        promoted.prompt = await objects.release.prompt(fresh('promoted'));
      },
    },
  };
}
