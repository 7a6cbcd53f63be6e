import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Releases, startReleases } from '#test/builders/release.ts';
import { auditsOf } from '#test/harness/audit.ts';

let releases: Releases;

beforeAll(async () => {
  releases = await startReleases();
});

afterAll(() => releases.system.dispose());

describe('POST /api/v1/promotions', () => {
  test('201 opens it and starts its gate, with one audit row', async () => {
    await releases.prompt('opened');
    const response = await releases.post({ prompt: 'opened', version: 1, to: 'production', note: 'Shorter.' });
    expect([response.status, response.headers.get('etag')]).toEqual([201, '"1"']);
    expect(response.body).toMatchObject({
      status: 'evaluating',
      revision: 1,
      gate: null,
      approvals: [],
      required_approvals: 1,
      from: 'staging',
      to: 'production',
      note: 'Shorter.',
      model: 'test/m1',
      rollout: { strategy: 'immediate' },
      requested_by: { kind: 'person', name: 'Ed' },
    });
    expect(await auditsOf(releases.system, 'promotion.request', response.body.id)).toHaveLength(1);
  });

  test('201 with the same Idempotency-Key is the same promotion', async () => {
    await releases.prompt('once');
    const body = { prompt: 'once', version: 1, to: 'production' };
    const responses = [
      await releases.post(body, { 'idempotency-key': 'k1' }),
      await releases.post(body, { 'idempotency-key': 'k1' }),
    ];
    expect(new Set(responses.map(({ body: { id } }) => id)).size).toBe(1);
    expect(responses.map(({ status }) => status)).toEqual([201, 201]);
  });

  test('401 without a key, 403 with a key that may only read', async () => {
    const body = { prompt: 'opened', version: 1, to: 'production' };
    expect((await releases.post(body, {}, '')).status).toBe(401);
    expect((await releases.post(body, {}, await releases.system.key(['read']))).status).toBe(403);
  });

  test('404 for the prompt of another project equals 404 for nothing', async () => {
    const other = await releases.system.key(['promote'], { project: 'other' });
    const theirs = await releases.post({ prompt: 'opened', version: 1, to: 'production' }, {}, other);
    const nothing = await releases.post({ prompt: 'nothing', version: 1, to: 'production' }, {}, other);
    expect([theirs.status, nothing.status]).toEqual([404, 404]);
    expect({ ...theirs.body, instance: '' }).toEqual({ ...nothing.body, instance: '' });
  });

  test('422 onto a model in its last 30 days without a reason, 201 with one, which is shown and audited', async () => {
    const { system } = releases;
    const key = await system.key();
    const day = (days: number) =>
      new Date(system.services.clock.now().getTime() + days * 86_400_000).toISOString().slice(0, 10);
    for (const [model_id, days] of [
      ['leaving', 30],
      ['staying', 31],
    ] as const) {
      const body = { provider: 'acme', model_id, retirement_date: day(days) };
      expect((await system.api('POST', '/api/v1/models', { key, body })).status).toBe(201);
      await releases.prompt(`onto-${model_id}`);
    }
    const asked = { prompt: 'onto-leaving', version: 1, model: 'acme/leaving', to: 'production' };
    for (const body of [asked, { ...asked, model_reason: '  ' }, { ...asked, model: 'leaving' }]) {
      const refused = await releases.post(body);
      expect([refused.status, refused.body.code]).toEqual([422, 'retires_soon']);
      expect(refused.body.errors[0]).toMatchObject({
        path: '/model_reason',
        message: expect.stringContaining(
          `acme/leaving retires on ${day(30)}, in 30 days. Choose another model, or give a reason`,
        ),
      });
    }
    const opened = await releases.post({ ...asked, model_reason: 'The new one is a week late.' });
    expect([opened.status, opened.body.model_reason]).toEqual([201, 'The new one is a week late.']);
    expect(opened.body.timeline[0].detail).toContain('The new one is a week late.');
    const [audit] = await auditsOf(system, 'promotion.request', opened.body.id);
    expect(audit?.detail).toMatchObject({ model_reason: 'The new one is a week late.' });
    expect((await releases.post({ ...asked, prompt: 'onto-staying', model: 'acme/staying' })).status).toBe(201);
    const gone = await releases.post({ ...asked, prompt: 'onto-staying', model: 'openai/gpt-4-0314' });
    expect(gone.body.code, 'the list says so').toBe('retires_soon');
  });

  test('409 promotion_open names the one that is in the way', async () => {
    await releases.prompt('taken');
    const first = await releases.post({ prompt: 'taken', version: 1, to: 'production' });
    const second = await releases.post({ prompt: 'taken', version: 2, to: 'production' });
    expect(second.body).toMatchObject({ status: 409, code: 'promotion_open', current: { id: first.body.id } });
    expect((await releases.post({ prompt: 'taken', version: 2, to: 'staging' })).status, 'another target is free').toBe(
      201,
    );
  });

  test.for([
    ['an unknown version', { version: 99 }, '/version', 'unknown_version'],
    ['an unknown target', { to: 'mars' }, '/to', 'unknown_environment'],
    [
      'a strategy that is not available',
      { rollout: { strategy: 'canary' } },
      '/rollout/strategy',
      'strategy_not_available',
    ],
    ...(['shadow', 'ab'] as const).map(
      (strategy) =>
        [`the strategy ${strategy}`, { rollout: { strategy } }, '/rollout/strategy', 'strategy_not_available'] as const,
    ),
    [
      'steps of an immediate rollout',
      { rollout: { strategy: 'immediate', steps: [{ percent: 5, minutes: 60 }] } },
      '/rollout/steps',
      'not_for_immediate',
    ],
    [
      'guardrails of an immediate rollout',
      { rollout: { strategy: 'immediate', guardrails: { errors: 0.01 } } },
      '/rollout/guardrails',
      'not_for_immediate',
    ],
    ['no target', { to: undefined }, '/to', 'required'],
    ['a field that is none', { force: true }, '/force', 'unknown_field'],
    ['a version that is no number', { version: 'x' }, '/version', 'invalid_type'],
  ] as const)('422 names the field for %s', async ([, change, path, code]) => {
    const response = await releases.post({ prompt: 'opened', version: 1, to: 'production', ...change });
    expect(response.status).toBe(422);
    expect(response.body.errors[0]).toMatchObject({ path, code });
  });
});

describe('GET /api/v1/promotions', () => {
  test('200 lists the newest first, filtered and paged to the end', async () => {
    await releases.prompt('listed', 3);
    const made: string[] = [];
    for (const version of [1, 2, 3]) {
      const { body } = await releases.post({ prompt: 'listed', version, to: 'production' });
      made.unshift(body.id);
      await releases.act(releases.asker, body, 'cancel');
    }
    const seen: string[] = [];
    let cursor = '';
    do {
      const query = `prompt=listed&status=cancelled&limit=2${cursor && `&cursor=${cursor}`}`;
      const { body } = await releases.system.api('GET', `/api/v1/promotions?${query}`, { key: releases.asker });
      seen.push(...body.data.map(({ id }: { id: string }) => id));
      cursor = body.next_cursor ?? '';
    } while (cursor);
    expect(seen).toEqual(made);
    const none = await releases.system.api('GET', '/api/v1/promotions?prompt=listed&status=completed', {
      key: releases.asker,
    });
    expect(none.body).toEqual({ data: [], next_cursor: null });
  });

  test.for(['status=nonsense', 'cursor=nonsense', 'limit=0'])('422 for ?%s', async (query) => {
    expect((await releases.system.api('GET', `/api/v1/promotions?${query}`, { key: releases.asker })).status).toBe(422);
  });
});

describe('GET /api/v1/promotions/{id}', () => {
  test('200 holds everything a reviewer needs', async () => {
    const first = await releases.served('shown');
    const { body } = await releases.system.api(
      'GET',
      `/api/v1/promotions/${(await releases.promote('shown', 2, releases.asker)).id}`,
      {
        key: releases.releaser,
      },
    );
    expect(body).toMatchObject({
      status: 'awaiting_approval',
      gate: { verdict: 'pass', categories: [{ name: 'maths', n: 80, baseline: 0.75, candidate: 1 }] },
      diff: { from: { version: 1 }, to: { version: 2 }, identical: false },
      serving: { version: 1, deployment_id: first.deployment_id },
      baseline: { version: 1 },
      actions: { approve: { allowed: true }, rollback: { allowed: false, code: 'wrong_status' } },
    });
    expect(body.timeline.map(({ kind }: { kind: string }) => kind)).toEqual(['requested', 'gate']);
  });

  test.for(['not-a-uuid', '0b5a4a4e-95f5-4d8e-8f4b-0e6a2a4d6d60'])('404 for %s', async (id) => {
    expect((await releases.system.api('GET', `/api/v1/promotions/${id}`, { key: releases.asker })).status).toBe(404);
  });

  test('404 for one of another project', async () => {
    const { body } = await releases.system.api('GET', '/api/v1/promotions', { key: releases.asker });
    const other = await releases.system.key(['read'], { project: 'other' });
    expect((await releases.system.api('GET', `/api/v1/promotions/${body.data[0].id}`, { key: other })).status).toBe(
      404,
    );
  });
});
