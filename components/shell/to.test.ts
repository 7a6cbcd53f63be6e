import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { to } from './to.ts';

const ROOT = join(import.meta.dirname, '../..');
const ID = '018f4f3a-7a7b-7c3d-8e9f-001122334455';

/** Every address, once with the least and once with the most parameters. */
const ADDRESSES: Record<keyof typeof to, [address: string, expected: string][]> = {
  home: [[to.home(), '/']],
  signIn: [
    [to.signIn(), '/sign-in'],
    [to.signIn('/p/a?x=1&y=2'), '/sign-in?next=%2Fp%2Fa%3Fx%3D1%26y%3D2'],
  ],
  link: [[to.link('a-b_c'), '/sign-in?token=a-b_c']],
  overview: [[to.overview('harbour'), '/p/harbour']],
  prompts: [
    [to.prompts('harbour'), '/p/harbour/prompts'],
    [to.prompts('harbour', { search: 'tri age' }), '/p/harbour/prompts?search=tri+age'],
    [to.prompts('harbour', { folder: 'a/b' }), '/p/harbour/prompts?folder=a%2Fb'],
  ],
  prompt: [
    [to.prompt('harbour', 'search/answer'), '/p/harbour/prompts/search%2Fanswer'],
    [to.prompt('harbour', 'a', { tab: 'diff', from: 3, empty: null }), '/p/harbour/prompts/a?tab=diff&from=3'],
  ],
  promotions: [[to.promotions('harbour', { group: 'open' }), '/p/harbour/promotions?group=open']],
  promotion: [[to.promotion('harbour', ID), `/p/harbour/promotions/${ID}`]],
  evals: [[to.evals('harbour'), '/p/harbour/evals']],
  dataset: [[to.dataset('harbour', 'refunds'), '/p/harbour/evals/datasets/refunds']],
  evalRun: [[to.evalRun('harbour', ID), `/p/harbour/evals/runs/${ID}`]],
  compareRuns: [
    [to.compareRuns('harbour', { candidate: 'b', baseline: 'a' }), '/p/harbour/evals/compare?candidate=b&baseline=a'],
    [
      to.compareRuns('harbour', { candidate: 'b', baseline: 'a', item: 'Ä 1/2' }),
      '/p/harbour/evals/compare?candidate=b&baseline=a&item=%C3%84+1%2F2',
    ],
  ],
  models: [[to.models('harbour', { tab: 'deprecations' }), '/p/harbour/models?tab=deprecations']],
  model: [[to.model('harbour', 'together', 'meta/llama-3:8b'), '/p/harbour/models/together/meta%2Fllama-3%3A8b']],
  lineage: [
    [to.lineage('harbour'), '/p/harbour/models/lineage'],
    [to.lineage('harbour', { model: 'acme/base' }), '/p/harbour/models/lineage?model=acme%2Fbase'],
  ],
  rehearsal: [
    [to.rehearsal('harbour', 'acme', 'm 1'), '/p/harbour/models/acme/m%201/rehearsal'],
    [to.rehearsal('harbour', 'acme', 'm', ['a/b', 'c']), '/p/harbour/models/acme/m/rehearsal?replacement=a%2Fb%2Cc'],
  ],
  monitor: [[to.monitor('harbour', { prompt: 'search/answer' }), '/p/harbour/monitor?prompt=search%2Fanswer']],
  requests: [[to.requests('harbour', { status: 'error' }), '/p/harbour/monitor/requests?status=error']],
  request: [[to.request('harbour', ID), `/p/harbour/monitor/requests?id=${ID}`]],
  runbooks: [[to.runbooks('harbour'), '/p/harbour/runbooks']],
  runbook: [[to.runbook('harbour', 'provider-outage'), '/p/harbour/runbooks/provider-outage']],
  savings: [[to.savings('harbour'), '/p/harbour/cost/savings']],
  signals: [[to.signals('harbour'), '/p/harbour/alerts/signals']],
  incomingAlerts: [[to.incomingAlerts('harbour'), '/p/harbour/alerts/incoming']],
  budgets: [
    [to.budgets('harbour'), '/p/harbour/cost/budgets'],
    [to.budgets('harbour', { budget: ID }), `/p/harbour/cost/budgets?budget=${ID}`],
  ],
  reprice: [
    [to.reprice('harbour'), '/p/harbour/cost/reprice'],
    [to.reprice('harbour', { model: 'acme/m' }), '/p/harbour/cost/reprice?model=acme%2Fm'],
    [
      to.reprice('harbour', { model: 'acme/m', meter: 'tokens_in', day: '2026-03-17' }),
      '/p/harbour/cost/reprice?model=acme%2Fm&meter=tokens_in&day=2026-03-17',
    ],
  ],
  invoices: [[to.invoices('harbour'), '/p/harbour/cost/invoices']],
  invoice: [
    [to.invoice('harbour', ID), `/p/harbour/cost/invoices/${ID}`],
    [to.invoice('harbour', ID, { class: 'rounding' }), `/p/harbour/cost/invoices/${ID}?class=rounding`],
  ],
  incidents: [[to.incidents('harbour'), '/p/harbour/incidents']],
  incident: [[to.incident('harbour', 41), '/p/harbour/incidents/41']],
  postmortem: [[to.postmortem('harbour', 41), '/p/harbour/incidents/41/postmortem']],
  cost: [[to.cost('harbour', { range: '7d' }), '/p/harbour/cost?range=7d']],
  alerts: [
    [to.alerts('harbour'), '/p/harbour/alerts'],
    [to.alerts('harbour', { tab: 'history' }), '/p/harbour/alerts?tab=history'],
  ],
  silences: [[to.silences('harbour'), '/p/harbour/alerts/silences']],
  channels: [[to.channels('harbour'), '/p/harbour/alerts/channels']],
  onCall: [[to.onCall('harbour'), '/p/harbour/alerts/on-call']],
  settings: [
    [to.settings('harbour'), '/p/harbour/settings/members'],
    [to.settings('harbour', 'data'), '/p/harbour/settings/data'],
    [to.settings('harbour', 'audit'), '/p/harbour/settings/audit'],
  ],
  change: [[to.change('harbour', '/promotions/7'), '/p/harbour/promotions/7']],
};

describe('addresses', () => {
  test.each(Object.entries(ADDRESSES))('%s leads to its page', (_name, pairs) => {
    for (const [address, expected] of pairs) expect(address).toBe(expected);
  });

  test('every address is used by a page', () => {
    const sources = sourcesOf('app') + sourcesOf('components');
    const unused = Object.keys(to).filter((name) => !new RegExp(`\\bto\\.${name}\\b`).test(sources));
    expect(unused).toEqual([]);
  });
});

function sourcesOf(folder: string): string {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
}
