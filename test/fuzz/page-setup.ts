// Over 300 lines: one value for each input of each procedure that a random one could not reach, as one table.
import { gzipSync } from 'node:zlib';
import { addStatusPage } from '#server/alerts/incoming/status-pages.ts';
import { addMember } from '#server/projects/members/add-member.ts';
import { tokenOf } from '#server/projects/sign-in/sign-in-link.ts';
import { previewStep } from '#server/runbooks/runs/act-on-step.ts';
import { startRun } from '#server/runbooks/runs/run.ts';
import type { Person, System } from '#test/harness/system.ts';
import { anchorProcedures } from './anchor-values.ts';
import type { Known } from './document.ts';
import { makeObjects, promotionsForActions } from './make-objects.ts';
import { notifyProcedures } from './notify-values.ts';
import { postmortemProcedures } from './postmortem-values.ts';
import { restrictionValues } from './restriction-values.ts';
import { PASSWORD } from './session.ts';
import type { Setup } from './setup.ts';

/**
 * The setup of the procedures: values for their messages. `account` is the person whose own account they may change,
 * `address` responds with a text of a vendor.
 */
export async function pageSetup(
  system: System,
  key: string,
  { account, address }: { account: { person: Person; renew(): Promise<void> }; address: string },
): Promise<Setup> {
  const objects = await makeObjects(system, key);
  const { fresh, scorers, runs } = objects;
  const { current, renew } = await promotionsForActions(objects);
  let person: Person = await system.person({ role: 'viewer' });
  let keyId = '';
  const newKey = async () => {
    await system.key(['read']);
    const [row] = await system.services.sql<{ id: string }[]>`select id from api_key order by created_at desc limit 1`;
    keyId = row?.id ?? '';
  };
  const newPerson = async () => {
    person = await system.person({ role: 'viewer' });
  };
  let invited = '';
  const newInvitation = async () => {
    const to = { email: `${fresh('invited')}@example.test`, role: 'viewer' } as const;
    invited = (await addMember(system.ctx(), to)).personId;
  };
  let token = '';
  const newToken = async () => {
    await system.services.sql`delete from member where project_id = ${system.project('other').id}
      and person_id = ${account.person.id}`;
    await system.services.sql`delete from invitation where person_id = ${account.person.id}`;
    const to = { email: account.person.email, role: 'viewer' } as const;
    token = tokenOf((await addMember(system.ctx({ project: 'other' }), to)).signInLink);
  };
  let proposal = '';
  const newProposal = async () => {
    proposal = await objects.newProposal();
  };
  let invoice = '';
  const newInvoice = async () => {
    invoice = await objects.newInvoice();
  };
  let differing = '';
  const newDiffering = async () => {
    differing = await objects.newDiffering();
  };
  let incident = await objects.newIncident();
  const newIncident = async () => {
    incident = await objects.newIncident();
  };
  const notify = await notifyProcedures(system, objects);
  const anchors = await anchorProcedures(system);
  const restrictions = await restrictionValues(system, objects);
  const postmortems = await postmortemProcedures(system, objects);
  let budget = '';
  const newBudget = async () => {
    budget = await objects.newBudget();
  };
  let alert = await objects.newAlert();
  const newAlert = async () => {
    alert = await objects.newAlert();
  };
  const acting = { position: 2, params: { amount_usd: '5' } };
  let runbook = { name: '', runId: '', sees: '' };
  const newRunbook = async () => {
    const name = await objects.newRunbook();
    const { id: runId } = await startRun(system.ctx(), { name, incidentId: null });
    runbook = { name, runId, sees: (await previewStep(system.ctx(), { ...acting, runId })).sees };
  };
  const [task] = await system.services.sql<{ key: string; ms: number }[]>`
    select key, (extract(epoch from ts) * 1000)::float8 as ms from event limit 1`;
  let revision = 0;
  const readRevision = async () => {
    revision = (await system.api('GET', '/api/v1/prompts/fuzz%2Ftext/gate', { key })).body.revision;
  };
  let provider = '';
  const newStatusPage = async () => {
    provider = fresh('provider');
    await addStatusPage(system.ctx(), { provider, url: address });
  };
  let golden = await objects.tainted(fresh('golden'));
  let rowsDigest = '';
  const newReprice = async () => {
    await system.drain();
    const body = { model: 'acme/m1', dry_run: true };
    rowsDigest = (await system.api('POST', '/api/v1/cost/reprice', { key, body })).body.rows_digest;
    await system.services.sql`update event_reprice set status = 'failed' where id = ${objects.repriced}`;
  };
  const promoted = { prompt: await objects.release.prompt(fresh('promoted')), version: 1, to: 'production' };
  const [verdict] = await system.services.sql<{ id: string }[]>`select id from gate_verdict limit 1`;
  await Promise.all([
    ...[newKey(), readRevision(), newInvitation(), newToken(), newProposal(), newBudget(), newReprice()],
    ...[newInvoice(), newDiffering(), newStatusPage(), newRunbook()],
  ]);
  const actions = Object.keys(current).flatMap((action): [string, unknown][] => [
    [`promotions.${action} id`, () => current[action]?.id],
    [`promotions.${action} revision`, () => current[action]?.revision],
    [`promotions.${action} override`, action === 'approve'],
    [`promotions.${action} reason`, 'because'],
  ]);
  const to = new Date();
  const from = new Date(to.getTime() - 3_600_000);
  const range = (of: string): [string, unknown][] => [
    [`${of} from`, from],
    [`${of} to`, to],
  ];
  const known: Known = {
    project: 'default',
    prompt: 'fuzz/text',
    name: 'fuzz/text',
    number: 1,
    version: 1,
    environment: 'staging',
    id: runs[0],
    run: runs[0],
    baseline: runs[1],
    item: 'i0',
    email: () => `${fresh('mail')}@example.test`,
    personId: () => person.id,
    text: 'x',
    role: 'editor',
    scopes: ['read'],
    ...Object.fromEntries([
      ...actions,
      ...['audit.list', 'audit.changes', 'cost.tasks', 'telemetry.monitor'].flatMap(range),
    ]),
    ...Object.fromEntries(['telemetry.requests', 'telemetry.versionSeries', 'cost.lines'].flatMap(range)),
    'audit.list search': 'x',
    'audit.list cursor': 1_000,
    'projects.create name': () => fresh('project'),
    'projects.changePassword current': PASSWORD,
    'projects.changePassword next': 'another long passphrase, 1907',
    'projects.updateEnvironment name': 'staging',
    'projects.updateEnvironment protected': false,
    'projects.updateEnvironment requiredApprovals': 0,
    'projects.updateData storesTexts': true,
    'projects.addMember name': 'Somebody',
    'projects.setProjectCreators projectCreators': 'installation_admins',
    'projects.acceptInvitation token': () => token,
    'projects.renewLink personId': () => invited,
    'projects.withdrawInvitation personId': () => invited,
    'projects.createKey name': 'a key',
    'projects.createKey owner': 'service',
    'projects.createKey expiresAt': () => new Date(Date.now() + 86_400_000),
    'projects.revokeKey id': () => keyId,
    'prompts.list search': 'fuzz',
    'prompts.diff from': 1,
    'prompts.diff to': 2,
    'prompts.render variables': { question: 'why' },
    'prompts.create name': () => fresh('prompt'),
    'prompts.create description': 'x',
    'prompts.create tags': ['a'],
    'prompts.createVersion template': () => `${fresh('text')} {{x}}`,
    'prompts.createVersion config': { model: 'acme/m1', temperature: 0.5, tools: [{ type: 'x' }], other: { a: 1 } },
    'prompts.createVersion responseFormat': { type: 'json_object' },
    'prompts.createVersion source': { commit: 'c0ffee', url: 'https://example.test/a' },
    'models.detail provider': 'acme',
    'models.detail modelId': 'm1',
    'models.create provider': 'acme',
    'models.create model_id': () => fresh('model'),
    'models.create released_at': '2026-01-01',
    'models.create prices': [{ effective_from: '2026-01-01', input_per_mtok: 1, output_per_mtok: 2 }],
    'models.create training': { config: { a: 1 }, metrics: { b: 1 } },
    'models.update provider': 'acme',
    'models.update modelId': 'm1',
    'models.update change': () => ({
      display_name: fresh('name'),
      eval_scores: { a: 1 },
      retirement_date: '2027-01-01',
    }),
    'models.names search': 'm',
    'models.pasteChangelog text': () => `${fresh('acme-m')} retires on 2027-01-29.`,
    'catalogues.disagreements search': 'acme',
    'catalogues.listed provider': 'anthropic',
    'catalogues.listed modelId': 'claude-3-5-haiku-listed',
    'catalogues.useListed provider': 'anthropic',
    'catalogues.useListed modelId': 'claude-3-5-haiku-listed',
    'catalogues.useListed source': 'genai_prices',
    'catalogues.useListed from': '2027-01-01',
    'catalogues.confirm id': () => differing,
    'catalogues.confirm source': 'genai_prices',
    'catalogues.confirm from': '2027-01-01',
    'catalogues.dismiss id': () => differing,
    'catalogues.dismiss reason': 'a contract',
    'catalogues.importFile file': gzipSync('{"models": []}').toString('base64'),
    'catalogues.importFile format': 'switchyard',
    'models.confirmProposal id': () => proposal,
    'models.confirmProposal provider': 'acme',
    'models.confirmProposal modelId': 'm1',
    'models.confirmProposal retiresOn': '2027-01-29',
    'models.dismissProposal id': () => proposal,
    'models.pasteChangelog publishedOn': '2026-11-27',
    'models.fetchChangelog url': address,
    'signals.putCanary canary': () => fresh('canary-7f3a9c'),
    'incoming.addStatusPage provider': () => fresh('provider'),
    'incoming.addStatusPage url': address,
    'incoming.removeStatusPage provider': () => provider,
    'models.fetchChangelog publishedOn': '2026-11-27',
    'rehearsals.read provider': 'acme',
    'rehearsals.read modelId': 'm1',
    'rehearsals.read replacements': ['test/m2'],
    'rehearsals.openPromotions provider': 'test',
    'rehearsals.openPromotions modelId': 'm1',
    'rehearsals.openPromotions replacement': objects.move.replacement,
    'rehearsals.openPromotions places': objects.move.places,
    'telemetry.monitor model': 'acme/m1',
    'telemetry.monitor compare': 'previous',
    'telemetry.promptStats prompts': ['fuzz/text'],
    'telemetry.request id': 'e',
    'evals.acceptContamination dataset': () => golden,
    'reprice.preview model': 'acme/m1',
    'reprice.start model': 'acme/m1',
    'reprice.start reason': 'x',
    'reprice.start rowsDigest': () => rowsDigest,
    'reprice.detail id': objects.repriced,
    'reprice.again id': objects.repriced,
    'models.lineageWalk from': 'dataset:trained@1',
    ...notify.known,
    ...anchors.known,
    ...restrictions.known,
    ...postmortems.known,
    'budgets.update id': () => budget,
    'budgets.delete id': () => budget,
    'alerts.chart id': () => alert,
    'notify.story id': () => alert,
    'alerts.acknowledge id': () => alert,
    'alerts.resolve id': () => alert,
    'alerts.preview kind': 'error_rate',
    'alerts.preview rule': { limit: 2, clear: 1 },
    'alerts.exportOpenSlo monitor': objects.monitorId,
    'alerts.importOpenSlo document': () => objects.sloText(),
    'alerts.createMonitor name': () => fresh('monitor'),
    'alerts.createMonitor kind': 'error_rate',
    'alerts.createMonitor rule': { limit: 2, clear: 1 },
    'alerts.updateMonitor id': objects.monitorId,
    'alerts.updateMonitor change': () => ({ name: fresh('monitor'), rule: { limit: 2, clear: 1 } }),
    ...Object.fromEntries(
      ['detail', 'timeline', 'charts', 'blastRadius', 'change', 'addNote'].map((of) => [
        `incidents.${of} number`,
        () => incident,
      ]),
    ),
    ...Object.fromEntries(
      ['inputs', 'cases', 'addCases', 'replay'].map((of) => [`lessons.${of} number`, objects.lessonNumber]),
    ),
    'lessons.inputs dataset': 'set',
    'lessons.addCases dataset': 'set',
    'lessons.addCases cases': () => objects.newCases().cases,
    'lessons.ofPromotion id': objects.gated,
    'incidents.declare title': () => fresh('incident'),
    'incidents.declare severity': 2,
    'incidents.change change': () => ({ title: fresh('incident'), state: 'active', reason: 'because' }),
    'incidents.addNote note': { text: 'x' },
    'invoices.detail id': () => invoice,
    'invoices.delete id': () => invoice,
    'invoices.import text': objects.invoiceText,
    'invoices.import format': 'openai',
    'invoices.import replaces': () => invoice,
    'invoices.focus from': '2026-03-01',
    'invoices.focus to': '2026-03-02',
    'runbooks.create name': () => fresh('runbook'),
    'runbooks.create markdown': objects.runbookText(),
    ...Object.fromEntries(
      ['detail', 'update', 'drill', 'start'].map((each) => [`runbooks.${each} name`, () => runbook.name]),
    ),
    ...Object.fromEntries(
      ['end', 'tick', 'preview', 'act'].map((each) => [`runbooks.${each} runId`, () => runbook.runId]),
    ),
    'runbooks.update change': () => ({ version: 1, markdown: objects.runbookText(), owner: 'us' }),
    'runbooks.tick position': 1,
    'runbooks.tick outcome': 'done',
    'runbooks.preview position': acting.position,
    'runbooks.preview params': acting.params,
    'runbooks.act position': acting.position,
    'runbooks.act params': acting.params,
    'runbooks.act sees': () => runbook.sees,
    'cost.lines groupBy': 'variant',
    'cost.lines model': 'acme/m1',
    'cost.versionsCompared candidate': 1,
    'cost.versionsCompared baseline': 1,
    'cost.updateSettings horizonHours': 24,
    'cost.updateSettings withoutOutcome': 'failure',
    'cost.task startedAt': task?.ms,
    'cost.task key': task?.key,
    'evals.dataset name': 'set',
    'evals.items name': 'set',
    'evals.items search': 'x',
    'evals.runs prompt': 'fuzz/text',
    'evals.chips versions': [1, 2],
    'evals.compareItems category': 'default',
    'evals.createDataset name': () => fresh('dataset'),
    'evals.importItems name': 'set',
    'evals.importItems format': 'json',
    'evals.importItems text': () => JSON.stringify([{ id: fresh('item'), input: { q: 'x' }, expected: 'y' }]),
    'evals.importItems partial': false,
    'gates.updatePolicy revision': () => revision,
    'gates.updatePolicy margin': 0.02,
    'gates.updatePolicy floors': { overall: 0.5 },
    'gates.updatePolicy limits': { latencyMsP95Max: 100 },
    'gates.updatePolicy datasets': ['set'],
    'gates.updatePolicy scorers': scorers,
    'gates.verdict id': verdict?.id,
    'promotions.detail id': objects.gated,
    'promotions.state id': objects.gated,
    'promotions.requestForm version': 1,
    'promotions.create prompt': () => promoted.prompt,
    'promotions.create to': 'production',
    'promotions.create note': 'x',
  };
  return {
    known,
    renew: {
      ...renew,
      'evals.acceptContamination': async () => {
        golden = await objects.tainted(fresh('golden'));
      },
      'projects.changePassword': account.renew,
      'projects.signOutEverywhere': account.renew,
      'projects.removeMember': newPerson,
      'projects.withdrawInvitation': newInvitation,
      'projects.acceptInvitation': newToken,
      'projects.revokeKey': newKey,
      'incidents.change': newIncident,
      'budgets.delete': newBudget,
      'alerts.resolve': newAlert,
      'incoming.removeStatusPage': newStatusPage,
      ...Object.fromEntries(['update', 'end', 'tick', 'act'].map((each) => [`runbooks.${each}`, newRunbook])),
      ...notify.renew,
      ...anchors.renew,
      ...restrictions.renew,
      ...postmortems.renew,
      'invoices.delete': newInvoice,
      'invoices.import': newInvoice,
      'catalogues.confirm': newDiffering,
      'catalogues.dismiss': newDiffering,
      'models.confirmProposal': newProposal,
      'models.dismissProposal': newProposal,
      'gates.updatePolicy': readRevision,
      'reprice.start': newReprice,
      'reprice.again': newReprice,
      'promotions.create': async () => {
        promoted.prompt = await objects.release.prompt(fresh('promoted'));
      },
    },
  };
}
