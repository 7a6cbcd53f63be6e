// Over 300 lines: one story of a post-mortem from its draft to its action items, each case beginning where the one before ended.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { codeOf, pagesOf } from '#test/builders/pages.ts';
import { releaseAs } from '#test/builders/release.ts';
import { type Person, type System, startSystem } from '#test/harness/system.ts';
import { readDueReviews } from './read-due-reviews.ts';
import { draftPostmortems, remindPeople } from './watch-postmortems.ts';

const PATH = '/api/v1/incidents/INC-1/postmortem';
const project = 'default';
const DAY_MS = 86_400_000;

let system: System;
let [key, viewer, reviewKey] = ['', '', ''];
let [ada, ed, rita] = [] as unknown as [Person, Person, Person];

beforeAll(async () => {
  system = await startSystem({ now: '2026-11-22T10:06:00.000Z' });
  ada = await system.person({ role: 'editor', name: 'Ada' });
  ed = await system.person({ role: 'editor', name: 'Ed' });
  rita = await system.person({ role: 'editor', name: 'Rita' });
  key = await system.key(['admin', 'read'], { owner: ada });
  reviewKey = await system.key(['admin', 'read'], { owner: rita });
  viewer = await system.key(['read'], { owner: await system.person({ role: 'viewer' }) });
  const declared = { title: 'Totals come as text', severity: 1, prompt: 'orders/extract', environment: 'production' };
  await send(201, 'POST', '/api/v1/incidents', { ...declared, impact_start: '2026-11-22T10:00:00Z' });
});
afterAll(() => system.dispose());

async function send(status: number, method: string, path: string, body?: object, by = key) {
  const response = await system.api(method, path, { key: by, body });
  expect(response.status, JSON.stringify(response.body).slice(0, 500)).toBe(status);
  return response.body;
}
const read = () => send(200, 'GET', PATH, undefined, viewer);
const save = async (change: (markdown: string) => string, by = key) => {
  const { version, markdown } = await read();
  return send(200, 'PATCH', PATH, { version, markdown: change(markdown) }, by);
};
const pages = (person: Person) => pagesOf(system, person).postmortems;
const audits = async () =>
  (
    await system.services.sql<{ action: string }[]>`select action from audit_row
      where action like 'postmortem.%' and project_id = ${system.project().id} order by seq`
  ).map(({ action }) => action);
const written = (markdown: string): string =>
  markdown.replaceAll(/\*To be written:[^*]*\*/g, 'Nobody had a total as text.');
const set = (ms: number) => system.clock.set(new Date(ms));

describe('a draft', () => {
  test('404 before anything was drafted; the page of the incident says so', async () => {
    await send(404, 'GET', PATH, undefined, viewer);
    expect(await pages(ada).summary({ project, number: 1 })).toMatchObject({ state: null, dueOn: null });
  });

  test('the worker drafts it once the incident is resolved, with every fact on the timeline', async () => {
    await draftPostmortems(system.services);
    await send(404, 'GET', PATH, undefined, viewer);
    system.clock.advance(6 * 60_000);
    await send(200, 'PATCH', '/api/v1/incidents/1', { state: 'active' });
    await send(200, 'PATCH', '/api/v1/incidents/1', { state: 'resolved' });
    await draftPostmortems(system.services);
    await draftPostmortems(system.services);
    const body = await read();
    expect(body).toMatchObject({
      ...{ incident: 'INC-1', state: 'draft', version: 1, due_on: '2026-11-27', unsupported: [], published: null },
      versions: [{ version: 1, by: { kind: 'system', name: 'Switchyard' } }],
    });
    expect(body.markdown).toContain('6 min: from the first bad minute, 2026-11-22 10:00 UTC, to the detection');
    expect(body.markdown).toContain('Not known: which release served.');
    expect(body.problems.map(({ code }: { code: string }) => code)).toContain('not_reviewed');
    const { data } = await send(200, 'GET', '/api/v1/incidents/1/timeline');
    const texts = data.map(({ text }: { text: string }) => text);
    expect(texts).toContain('Start of the impact: 2026-11-22 10:00 UTC, set by Ada');
    expect(body.sources.map(({ text }: { text: string }) => text)).toContain(
      'Detection: 2026-11-22 10:06 UTC, when it was declared',
    );
  });

  test('what is known by now is merged into it; what people wrote stays', async () => {
    await save((text) => text.replace(/\*To be written: what surprised you[^*]*\*/, 'That nobody was asleep.'));
    const times = { impact_start: '2026-11-22T09:58:00Z' };
    await send(200, 'PATCH', '/api/v1/incidents/1', { times, reason: 'the log says so' });
    const body = await send(201, 'POST', PATH, {});
    expect(body.version).toBe(3);
    expect(body.markdown).toContain('8 min: from the first bad minute, 2026-11-22 09:58 UTC');
    expect(body.markdown).toContain('That nobody was asleep.');
    expect((await send(201, 'POST', PATH, {})).version).toBe(3);
    expect(await audits()).toEqual(['postmortem.draft', 'postmortem.write', 'postmortem.draft']);
  });
});

describe('two who edit at once', () => {
  test('different paragraphs are merged', async () => {
    const { version, markdown } = await read();
    const end = '## Impact';
    await pages(ed).save({
      ...{ project, number: 1 },
      change: { version, markdown: markdown.replace(end, `It was quiet.\n\n${end}`) },
    });
    const mine = { version, markdown: markdown.replace('## Surprises\n', '## Surprises\n\nThe logs helped.\n') };
    const body = await send(200, 'PATCH', PATH, mine);
    expect(body.markdown).toContain('It was quiet.');
    expect(body.markdown).toContain('The logs helped.');
    expect(body.versions[0]).toMatchObject({ version: version + 2, merged_from: version, by: { name: 'Ada' } });
  });

  test('409 with both texts where both changed the same line, and nothing is written', async () => {
    const { version, markdown } = await read();
    const change = (to: string) => ({ version, markdown: markdown.replace('That nobody was asleep.', to) });
    await pages(ed).save({ project, number: 1, change: change('That it was noon.') });
    const fault = await send(409, 'PATCH', PATH, change('That it was night.'));
    expect(fault).toMatchObject({
      code: 'edit_conflict',
      current: { version: version + 1, by: 'Ed' },
      detail: expect.stringContaining('Ed changed the same lines'),
    });
    expect(fault.parts.filter(({ kind }: { kind: string }) => kind === 'conflict')).toEqual([
      {
        kind: 'conflict',
        base: ['That nobody was asleep.'],
        mine: ['That it was night.'],
        theirs: ['That it was noon.'],
      },
    ]);
    expect((await read()).version).toBe(version + 1);
    const chosen = fault.current.markdown.replace('That it was noon.', 'That it was night.');
    await send(200, 'PATCH', PATH, { version: fault.current.version, markdown: chosen });
  });

  test('422 for a version that there is not, a body that changes nothing, and what is too large', async () => {
    const { version, markdown } = await read();
    expect((await send(422, 'PATCH', PATH, { version: 99, markdown })).errors[0].code).toBe('no_version');
    await send(422, 'PATCH', PATH, { version });
    const table = await send(422, 'PATCH', PATH, { version, markdown: `|${'a|'.repeat(40)}` });
    expect(table.errors[0]).toMatchObject({ path: '/markdown', code: 'too_large' });
    await send(422, 'PATCH', PATH, { version, markdown: 'a'.repeat(60_001) });
    await send(403, 'PATCH', PATH, { version, markdown }, viewer);
  });
});

describe('review and publishing', () => {
  const review = (version: number, verdict: string, by = reviewKey, note = 'Well said.') =>
    system.api('POST', `${PATH}/review`, { key: by, body: { version, verdict, note } });
  const publish = (version: number) => system.api('POST', `${PATH}/publish`, { key, body: { version } });

  test('409 before a review is asked for, and for an older version', async () => {
    const { version } = await read();
    expect((await review(version, 'approved')).body.code).toBe('not_in_review');
    await send(200, 'PATCH', PATH, { version, ask_review: true });
    expect((await review(version - 1, 'approved')).body.code).toBe('version_conflict');
  });

  test('403 for those who wrote a part, in person or by key; a service account is no person', async () => {
    const { version } = await read();
    expect((await review(version, 'approved', key)).body.code).toBe('author_cannot_review');
    const asEd = { project, number: 1, review: { version, verdict: 'approved', note: '' } } as const;
    expect(await codeOf(pages(ed).review(asEd))).toBe('author_cannot_review');
    expect((await review(version, 'approved', await system.key(['admin']))).body.code).toBe('person_required');
    expect((await pages(rita).detail({ project, number: 1 }))?.review_refusal).toBeNull();
    expect((await pages(ed).detail({ project, number: 1 }))?.review_refusal).toMatch(/^You wrote part of it/);
  });

  test('a reviewer sends it back with a note; an edit after an approval voids it', async () => {
    const { version } = await read();
    expect((await review(version, 'sent_back', reviewKey, '')).status).toBe(422);
    expect((await review(version, 'sent_back')).body).toMatchObject({
      state: 'draft',
      reviews: [{ note: 'Well said.' }],
    });
    await send(200, 'PATCH', PATH, { version, ask_review: true });
    expect((await review(version, 'approved')).body).toMatchObject({ state: 'in_review' });
    const after = await save((text) => `${text}\nOne more thing.\n`);
    expect(after.state).toBe('draft');
    expect((await publish(after.version)).body.problems.map(({ code }: { code: string }) => code)).toContain(
      'not_reviewed',
    );
  });

  test('409 names the sentences that are unsupported: a number without source, a row that is gone', async () => {
    const { markdown } = await save((text) => text.replace('It was quiet.', 'It lasted 5 hours. Nobody saw it.[^t1]'));
    expect(markdown).toContain('It lasted 5 hours.');
    const { version, unsupported } = await read();
    expect(unsupported).toMatchObject([{ sentence: 'It lasted 5 hours.', why: 'no_source' }]);
    const { body, status } = await publish(version);
    expect(status).toBe(409);
    expect(body.problems.map(({ message }: { message: string }) => message).join(' ')).toContain('It lasted 5 hours.');
    // An answer is fine until its row goes.
    const answered = await save((text) =>
      written(text.replace('It lasted 5 hours. Nobody saw it.[^t1]', '')).replaceAll(
        /^.*Not known: what.*$/gm,
        'Ada says that nothing did.',
      ),
    );
    expect(answered.unsupported).toEqual([]);
    const [source] = answered.sources;
    await inTransaction(system.ctx(), async ({ db }) => {
      await db.execute(`delete from incident_entry where id = ${Number(source.id)}`);
    });
    const gone = await read();
    expect(gone.unsupported[0]).toMatchObject({ why: 'source_gone', gone: [source.id] });
    await send(200, 'PATCH', PATH, { version: gone.version, ask_review: true });
    expect((await review(gone.version, 'approved')).status).toBe(200);
    const refused = await publish(gone.version);
    expect([refused.status, refused.body.code]).toEqual([409, 'not_publishable']);
    const reasons = refused.body.problems.map(({ message }: { message: string }) => message).join(' ');
    expect(reasons).toContain('no longer on the timeline');
    expect((await system.api('GET', `${PATH}?format=md`, { key: viewer })).body).toContain('(its source is gone)');
  });

  test('200 publishes what is answered, supported and approved; it stays as it is while the next version is written', async () => {
    // Drafted again, the fact whose row is gone is put back as another row.
    await send(201, 'POST', PATH, {});
    const ready = await save((text) =>
      written(text).replaceAll(/^.*Not known: what.*$/gm, 'Ada says that nothing did.'),
    );
    const lacks = async () => (await read()).problems.map(({ field }: { field: string | null }) => field);
    expect(await lacks()).toEqual(['/times_unknown_reason', '/gate_reason', '/no_actions_reason', null]);
    const refused = await publish(ready.version);
    expect([refused.status, refused.body.code]).toEqual([409, 'not_publishable']);
    expect(refused.body.problems.map(({ code }: { code: string }) => code)).toEqual([
      ...['times_unknown', 'no_gate_reason', 'no_actions', 'not_reviewed'],
    ]);
    const answer = (change: object) => send(200, 'PATCH', PATH, { version: ready.version, ...change });
    const unsaid = { version: ready.version, gate_reason: 'other' };
    expect((await send(422, 'PATCH', PATH, unsaid)).errors[0].path).toBe('/gate_reason_text');
    await answer({ gate_reason: 'other', gate_reason_text: 'Nobody had thought of totals.' });
    expect(await lacks()).toEqual(['/times_unknown_reason', '/no_actions_reason', null]);
    await answer({ no_actions_reason: 'Its replacement is there already.' });
    expect(await lacks()).toEqual(['/times_unknown_reason', null]);
    const { version } = await answer({ times_unknown_reason: 'No log of the end is left.' });
    expect(version).toBe(ready.version + 3);
    expect(await answer({ no_actions_reason: 'Its replacement is there already.' })).toMatchObject({ version });
    expect(await lacks()).toEqual([null]);
    await send(200, 'PATCH', PATH, { version, ask_review: true });
    await review(version, 'approved');
    // What a reviewer saw is not changed behind them: another answer is another version, to be approved again.
    await answer({ gate_reason: 'no_canary', gate_reason_text: null });
    expect(await lacks()).toEqual([null]);
    await answer({ gate_reason: 'no_gate' });
    const last = version + 2;
    await send(200, 'PATCH', PATH, { version: last, ask_review: true });
    await review(last, 'approved');
    const { body, status } = await publish(last);
    expect(status, JSON.stringify(body.problems)).toBe(200);
    expect(body).toMatchObject({
      state: 'published',
      problems: [{ code: 'published' }],
      published: { version: last, gate_reason: 'no_gate', by: { name: 'Ada' } },
      requirements: expect.arrayContaining([expect.objectContaining({ key: 'times', is_met: true })]),
    });
    const { body: text } = await system.api('GET', `${PATH}?format=md`, { key: viewer });
    expect(text).toMatch(/^# INC-1: Totals come as text\n\n\*Published on 2026-11-22, reviewed by Rita\./);
    expect(text).toMatch(/\n\[\^t\d+\]: 2026-11-22 10:06 UTC, “Detection/);
    const next = await save((markdown) => `${markdown}\nLater we learnt more.\n`);
    expect(next).toMatchObject({ state: 'draft', version: last + 1, published: { version: last } });
    expect(text).toContain('Why no gate or canary stopped it: No gate decided on it');
    expect(text).toContain('None, because: Its replacement is there already.');
    const changes = await system.services.sql<{ detail: { gate_reason?: unknown } }[]>`
      select detail from audit_row where action = 'postmortem.write' and detail ? 'gate_reason' order by seq`;
    expect(changes.map(({ detail }) => detail.gate_reason)).toEqual([
      ...[
        { before: null, after: 'other' },
        { before: 'other', after: 'no_canary' },
      ],
      { before: 'no_canary', after: 'no_gate' },
    ]);
    expect(next.published.markdown).not.toContain('Later we learnt');
    expect((await audits()).at(-2)).toBe('postmortem.publish');
  });
});

describe('action items and reminders', () => {
  let id = '';

  test('201 with one owner and the day that the severity proposes; 422 for who is no member', async () => {
    const made = await send(201, 'POST', `${PATH}/actions`, { title: 'Check types of totals', owner_id: ed.id });
    expect(made).toMatchObject({ owner: 'Ed', kind: 'prevent', due_on: '2026-11-29', done_at: null });
    id = made.id;
    const outside = await system.person({ role: 'viewer', project: 'other' });
    const refused = await send(422, 'POST', `${PATH}/actions`, { title: 'x', owner_id: outside.id });
    expect(refused.errors[0]).toMatchObject({ path: '/owner_id', code: 'no_member' });
    await send(422, 'POST', `${PATH}/actions`, { title: 'Nobody does it' });
  });

  test('people are reminded once a day of what is due, over the channels that they read', async () => {
    const admin = await system.key(['admin'], { owner: await system.person({ role: 'admin' }) });
    const channel = (name: string, target: object) =>
      send(201, 'POST', '/api/v1/channels', { name, severities: ['ticket'], target }, admin);
    await channel('chat', { kind: 'slack', url: 'https://hooks.example.test/x' });
    await channel('pager', { kind: 'pagerduty', routing_key: 'a'.repeat(32) });
    const sent = async () =>
      (
        await system.services.sql<{ title: string }[]>`select notice->>'title' as title from notification
          where notice->>'title' like '%action item%' order by created_at`
      ).map(({ title }) => title);
    const due = Date.parse('2026-11-29T09:00:00Z');
    for (const days of [-3, -2, -2, -1, 0, 1]) {
      set(due + days * DAY_MS);
      await remindPeople(system.services);
    }
    expect(await sent()).toEqual([
      'An action item of INC-1 is due in 2 days, Ed: Check types of totals',
      'An action item of INC-1 is due today, Ed: Check types of totals',
      'An action item of INC-1 is overdue by 1 day, Ed: Check types of totals',
    ]);
    expect(await readDueReviews(system.ctx())).toMatchObject({
      reviews: [],
      actions: [{ id, daysLeft: -1, owner: 'Ed' }],
    });
    expect(await send(200, 'PATCH', `${PATH}/actions/${id}`, { done: true })).toMatchObject({
      done_by: { name: 'Ada' },
    });
    set(due + 2 * DAY_MS);
    await remindPeople(system.services);
    expect(await sent()).toHaveLength(3);
    expect((await send(200, 'PATCH', `${PATH}/actions/${id}`, { done: false, title: 'Again' })).done_at).toBeNull();
    await send(404, 'PATCH', `${PATH}/actions/${system.project().id}`, { done: true });
  });

  test('a review is due where an incident is over and has none published, by its severity; never of a drill', async () => {
    for (const more of [{ severity: 3 }, { severity: 4 }, { severity: 1, drill: true }]) {
      const { name } = await send(201, 'POST', '/api/v1/incidents', { title: 'Another', ...more });
      await send(200, 'PATCH', `/api/v1/incidents/${name}`, { state: 'active' });
      await send(200, 'PATCH', `/api/v1/incidents/${name}`, { state: 'resolved' });
    }
    const { reviews } = await readDueReviews(system.ctx());
    expect(reviews).toMatchObject([{ name: 'INC-2', state: 'none', dueOn: '2026-12-15', daysLeft: 14 }]);
  });
});

test('it states what the gate evaluated before the release that served, and who deployed without one', async () => {
  const release = await releaseAs(system, ed);
  await release.measured('search/answer');
  const asked = await release.promote('search/answer', 1);
  await release.approve(await system.person({ role: 'release_manager', name: 'Maya' }), asked);
  await release.stage('search/answer', 2);
  const draftOf = async (environment: string) => {
    system.clock.advance(60_000);
    const body = { title: 'Answers are late', prompt: 'search/answer', environment };
    const { name } = await send(201, 'POST', '/api/v1/incidents', body);
    const drafted = await send(201, 'POST', `/api/v1/incidents/${name}/postmortem`, {});
    expect(drafted.unsupported).toEqual([]);
    return drafted;
  };
  const gated = await draftOf('production');
  expect(gated.gate_reason).toBeNull();
  expect(gated.markdown).toMatch(
    /The gate said pass on .* for “search\/answer v1 for production”, with a margin of 2 /,
  );
  expect(gated.markdown).toContain('Evaluated, and nothing else: “set-of-search/answer, 80 items');
  const direct = await draftOf('staging');
  expect(direct.markdown).toMatch(/“search\/answer v2 for staging” .* was deployed without a promotion/);
  // Proposed from facts, until a person chooses: to choose it is to confirm it.
  expect(direct).toMatchObject({ gate_reason: 'no_gate', gate_reason_by: null });
  const path = `/api/v1/incidents/${direct.incident}/postmortem`;
  const chosen = await send(200, 'PATCH', path, { version: 1, gate_reason: 'no_gate' });
  expect(chosen).toMatchObject({ version: 2, gate_reason: 'no_gate', gate_reason_by: { name: 'Ada' } });
});
