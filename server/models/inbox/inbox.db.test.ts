import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readAudit } from '#server/audit/read-audit.ts';
import { readCalendar } from '#server/models/deprecations/read-calendar.ts';
import { type System, startSystem } from '#test/harness/system.ts';
import { startTextAddress, type TextResponse } from '#test/harness/text-address.ts';
import { confirmProposal, dismissProposal } from './decide-proposal.ts';
import { pasteChangelog } from './paste-changelog.ts';
import { type InboxRow, readInbox } from './read-inbox.ts';

let system: System;
let key: string;
const NOW = '2026-11-27T12:00:00Z';

beforeAll(async () => {
  system = await startSystem({ now: NOW, egressAllow: '127.0.0.1' });
  key = await system.key();
});
afterAll(() => system.dispose());

const register = async (model_id: string, more: object = {}) =>
  expect(
    (await system.api('POST', '/api/v1/models', { key, body: { provider: 'acme', model_id, ...more } })).status,
  ).toBe(201);
const paste = (text: string) => pasteChangelog(system.ctx(), { text, publishedOn: '2026-11-27' });
const waiting = async (model: string): Promise<InboxRow> => {
  const found = (await readInbox(system.ctx())).waiting.find(({ proposal }) => proposal.model === model);
  if (!found) throw new Error(`no proposal of ${model}`);
  return found;
};

describe('a pasted changelog', () => {
  test('is proposed with its sentences, confirmed into the registry and the audit log, and drawn as proposed until then', async () => {
    await register('vision-beta');
    expect(
      await paste('Hello. Update: the shutdown of vision-beta planned for 2026-11-30 moves to January 29, 2027.'),
    ).toBe(1);
    const row = await waiting('vision-beta');
    expect(row).toMatchObject({
      isClear: true,
      registered: [{ provider: 'acme', modelId: 'vision-beta' }],
      proposal: {
        retiresOn: '2027-01-29',
        previously: ['2026-11-30'],
        sentences: ['Update: the shutdown of vision-beta planned for 2026-11-30 moves to January 29, 2027.'],
      },
    });
    expect((await readCalendar(system.ctx())).rows).toMatchObject([
      { name: 'acme/vision-beta', proposed: true, days: 63 },
    ]);
    const ada = await system.person({ role: 'editor', name: 'Ada' });
    await confirmProposal(system.ctx({ person: ada }), {
      ...{ id: row.id, provider: 'acme', modelId: 'vision-beta', retiresOn: '2027-01-29' },
    });
    expect((await system.api('GET', '/api/v1/models/acme/vision-beta', { key })).body).toMatchObject({
      retirement_date: '2027-01-29',
      retirement: { date: '2027-01-29', from: 'registry' },
    });
    expect((await readCalendar(system.ctx())).rows).toMatchObject([{ proposed: false }]);
    expect((await readInbox(system.ctx())).decided).toMatchObject([
      { model: 'vision-beta', decision: 'confirmed', by: 'Ada', retiresOn: '2027-01-29' },
    ]);
    const audit = await readAudit(system.ctx(), { limit: 20 });
    expect(audit.rows.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['model.confirm_date', 'model.update', 'model.changelog']),
    );
    const again = { id: row.id, provider: 'acme', modelId: 'vision-beta', retiresOn: '2027-02-01' };
    await expect(confirmProposal(system.ctx(), again)).rejects.toMatchObject({ status: 409, code: 'already_decided' });
  });

  test('asks what can be read in two ways; another day may be confirmed; what is no date is dismissed', async () => {
    await register('nano-1');
    await register('mini-1');
    await paste('nano-1 retires on 05/01/27, and mini-1 leaves on 14/04/2027.');
    const asked = await waiting('nano-1');
    expect(asked.isClear).toBe(false);
    expect(asked.proposal.asks).toMatchObject([{ ask: 'which_day', candidates: ['2027-01-05', '2027-05-01'] }]);
    await confirmProposal(system.ctx(), { id: asked.id, provider: 'acme', modelId: 'nano-1', retiresOn: '2027-05-01' });
    await dismissProposal(system.ctx(), (await waiting('mini-1')).id);
    expect((await readInbox(system.ctx())).waiting).toEqual([]);
    expect((await system.api('GET', '/api/v1/models/acme/mini-1', { key })).body.retirement_date).toBeNull();
  });

  test('that says nothing of models is refused, and so is a model that is not registered or a day before its release', async () => {
    await expect(paste('Our status page moves.')).rejects.toMatchObject({ status: 422, code: 'no_model' });
    await register('late-1', { released_at: '2027-03-01' });
    await paste('late-1 retires on 2027-02-01. other-9 retires on 2027-02-01.');
    const other = await waiting('other-9');
    expect(other.registered).toEqual([]);
    const unknown = { id: other.id, provider: 'acme', modelId: 'other-9', retiresOn: '2027-02-01' };
    await expect(confirmProposal(system.ctx(), unknown)).rejects.toMatchObject({ code: 'unknown_model' });
    const early = { id: (await waiting('late-1')).id, provider: 'acme', modelId: 'late-1', retiresOn: '2027-02-01' };
    await expect(confirmProposal(system.ctx(), early)).rejects.toMatchObject({ code: 'dates_out_of_order' });
    await expect(dismissProposal(system.ctx({ project: 'other' }), other.id)).rejects.toMatchObject({ status: 404 });
  });
});

describe('a changelog over HTTP', () => {
  const read = (body: object, project?: string) =>
    system.api('POST', '/api/v1/models/changelogs', { key: project ?? key, body });

  test('is read from the address of a feed, each item once, and its proposals are decided there', async () => {
    await register('feed-1');
    const item = (title: string, day: string) =>
      `<item><title>${title}</title><pubDate>${day}</pubDate><description>&lt;p&gt;${title}.&lt;/p&gt;</description></item>`;
    let response: TextResponse = { text: '' };
    const rss = (...items: string[]) => ({
      ...{ type: 'application/rss+xml', text: `<rss version="2.0"><channel>${items.join('')}</channel></rss>` },
    });
    await using vendor = await startTextAddress(() => response);
    const first = item('feed-1 retires on October 31', 'Tue, 01 Sep 2026 10:00:00 GMT');
    response = rss(first, item('A quiet week', 'Mon, 31 Aug 2026 10:00:00 GMT'));
    const { status, body } = await read({ url: vendor.url });
    expect({ status, body }).toEqual({ status: 201, body: { proposals: 1, texts: 2, kept_before: 0 } });
    response = rss(item('feed-2 retires on 2027-03-01', 'Wed, 02 Sep 2026 10:00:00 GMT'), first);
    expect((await read({ url: vendor.url })).body).toEqual({ proposals: 1, texts: 2, kept_before: 1 });

    const page = await system.api('GET', '/api/v1/models/proposals?limit=200', { key });
    const found = page.body.data.find(({ model }: { model: string }) => model === 'feed-1');
    expect(found).toMatchObject({
      source: { by: 'test', published_on: '2026-09-01', url: vendor.url },
      registered: [{ provider: 'acme', model_id: 'feed-1' }],
      questions: [{ question: 'which_year', candidates: ['2026-10-31'] }],
    });
    const confirm = { provider: 'acme', model_id: 'feed-1', retires_on: '2026-12-31' };
    const path = `/api/v1/models/proposals/${found.id}`;
    expect((await system.api('POST', `${path}/confirm`, { key, body: confirm })).body.decision).toBe('confirmed');
    expect((await system.api('GET', '/api/v1/models/acme/feed-1', { key })).body.retirement_date).toBe('2026-12-31');
    expect((await system.api('POST', `${path}/dismiss`, { key, body: { reason: 'late' } })).status).toBe(409);
  });

  test('is listed page by page in the order of the texts', async () => {
    const other = await system.key(undefined, { project: 'other' });
    for (const n of [1, 2, 3]) {
      system.clock.advance(1_000);
      expect(
        (await read({ text: `acme-${n} retires on 2027-02-0${n}. acme-${n}b retires on 2027-03-0${n}.` }, other))
          .status,
      ).toBe(201);
    }
    const models: string[] = [];
    let cursor = '';
    do {
      const page = await system.api('GET', `/api/v1/models/proposals?limit=2${cursor}`, { key: other });
      models.push(...page.body.data.map(({ model }: { model: string }) => model));
      cursor = page.body.next_cursor === null ? '' : `&cursor=${page.body.next_cursor}`;
    } while (cursor !== '');
    expect(models).toEqual(['acme-1', 'acme-1b', 'acme-2', 'acme-2b', 'acme-3', 'acme-3b']);
  });

  test.each([
    [{ text: 'a', url: 'https://example.com' }, 'text_or_url'],
    [{}, 'text_or_url'],
    [{ url: 'http://169.254.169.254/latest' }, 'url_not_allowed'],
    [{ url: 'https://[::1]/' }, 'url_not_allowed'],
    [{ url: 'http://127.0.0.1:1/' }, 'url_unreadable'],
  ])('%j is refused as %s', async (body, code) => {
    expect(await read(body)).toMatchObject({ status: 422, body: { errors: [{ code }] } });
  });

  test('is refused with the reason where the address has no text, or none that retires a model', async () => {
    let response: TextResponse = { text: '' };
    await using vendor = await startTextAddress(() => response);
    for (const [given, code, sentence] of [
      [{ status: 404, text: 'none' }, 'url_unreadable', /responded with 404/],
      [{ type: 'image/png', text: 'x' }, 'url_unreadable', /image\/png and no text/],
      [{ text: 'x'.repeat(5_000_001) }, 'url_unreadable', /more than 5000000 bytes/],
      [{ text: 'Nothing \u0000 here.' }, 'no_model', /no text there/],
    ] as const) {
      response = given;
      const refused = await read({ url: vendor.url });
      expect(refused).toMatchObject({ status: 422, body: { errors: [{ path: '/url', code }] } });
      expect(refused.body.detail).toMatch(sentence);
    }
  });
});
