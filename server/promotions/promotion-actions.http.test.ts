import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Releases, startReleases } from '#test/builders/release.ts';
import { recorded } from '#test/builders/scored-runs.ts';
import { auditsOf } from '#test/harness/audit.ts';

let releases: Releases;

beforeAll(async () => {
  releases = await startReleases();
});

afterAll(() => releases.system.dispose());

describe('the actions of a promotion', () => {
  test('200 approve by a second person makes it serve, and its record names the person', async () => {
    const first = await releases.served('approved');
    const second = await releases.promote('approved', 2, releases.asker);
    const response = await releases.act(releases.releaser, second, 'approve', { reason: 'Better everywhere.' });
    expect(response.status).toBe(200);
    expect(response.body).toMatchObject({
      status: 'completed',
      approvals: [{ person: { name: 'Rita' }, reason: 'Better everywhere.', valid: true, override: false }],
    });
    expect(response.headers.get('etag')).toBe(`"${response.body.revision}"`);
    expect(await releases.servingIn('approved')).toMatchObject({
      version: 2,
      deployment_id: response.body.deployment_id,
    });
    const history = await releases.system.api('GET', '/api/v1/prompts/approved/deployments', { key: releases.service });
    expect(
      history.body.data.map((row: { version: number; kind: string; promotion_id: string }) => [
        row.version,
        row.kind,
        row.promotion_id,
      ]),
    ).toEqual([
      [2, 'promotion', second.id],
      [1, 'promotion', first.id],
    ]);
    expect(response.body.timeline.map(({ kind }: { kind: string }) => kind)).toEqual([
      'requested',
      'gate',
      'approved',
      'rolling_out',
      'completed',
    ]);
  });

  test('200 where no approval is needed the target is served as soon as the gate passes, in the name of the requester', async () => {
    await releases.measured('unprotected');
    const { body } = await releases.post({ prompt: 'unprotected', version: 1, to: 'staging' });
    await releases.system.drain();
    expect(await releases.promotion(body.id)).toMatchObject({
      status: 'completed',
      required_approvals: 0,
      approvals: [],
    });
    const history = await releases.system.api('GET', '/api/v1/prompts/unprotected/deployments', {
      key: releases.service,
    });
    expect(history.body.data[0]).toMatchObject({ environment: 'staging', actor: { kind: 'person', name: 'Ed' } });
  });

  test('200 rollback restores what served before, as a new deployment', async () => {
    const first = await releases.served('returned');
    const second = await releases.promote('returned', 2, releases.asker);
    const { body: done } = await releases.act(releases.releaser, second, 'approve');
    const back = await releases.act(releases.releaser, done, 'rollback', { reason: 'Complaints.' });
    expect([back.status, back.body.status]).toEqual([200, 'rolled_back']);
    expect(await releases.servingIn('returned')).toMatchObject({ version: 1 });
    const history = await releases.system.api('GET', '/api/v1/prompts/returned/deployments', { key: releases.service });
    expect(history.body.data[0]).toMatchObject({ version: 1, kind: 'rollback', restores_id: first.deployment_id });
    const again = await releases.act(releases.releaser, back.body, 'rollback');
    expect([again.status, again.body.code]).toEqual([409, 'wrong_status']);
    expect(await auditsOf(releases.system, 'promotion.rollback', second.id)).toHaveLength(1);
  });

  test('200 override in writing lets an inconclusive gate through', async () => {
    await releases.prompt('unmeasured');
    const asked = await releases.promote('unmeasured', 1, releases.asker);
    expect(asked).toMatchObject({
      status: 'needs_evidence',
      gate: { verdict: 'inconclusive', reasons: ['no_golden_set'] },
    });
    const plain = await releases.act(releases.releaser, asked, 'approve');
    expect([plain.status, plain.body.code]).toEqual([409, 'override_required']);
    const bare = await releases.act(releases.releaser, asked, 'approve', { override: true });
    expect([bare.status, bare.body.errors[0].path]).toEqual([422, '/reason']);
    const done = await releases.act(releases.releaser, asked, 'approve', {
      override: true,
      reason: 'Seen by hand.',
    });
    expect(done.body).toMatchObject({ status: 'completed', approvals: [{ override: true, reason: 'Seen by hand.' }] });
  });

  test('200 recheck takes evidence that came later', async () => {
    await releases.prompt('late');
    const asked = await releases.promote('late', 1, releases.asker);
    await releases.runs('late', 'late-set', recorded([20, 0, 0, 0]));
    expect((await releases.act(releases.asker, asked, 'recheck')).body).toMatchObject({ status: 'evaluating' });
    await releases.system.drain();
    expect(await releases.promotion(asked.id)).toMatchObject({
      status: 'awaiting_approval',
      gate: { note: 'no_baseline' },
    });
  });

  test.for([
    ['reject', 'rejected', () => releases.releaser],
    ['cancel', 'cancelled', () => releases.asker],
    ['cancel', 'cancelled', () => releases.releaser],
  ] as const)('200 %s leads to %s', async ([action, status, by]) => {
    const prompt = `${action}-${by() === releases.asker ? 'own' : 'other'}`;
    await releases.prompt(prompt);
    const asked = await releases.promote(prompt, 1, releases.asker);
    const response = await releases.act(by(), asked, action, { reason: 'No.' });
    expect([response.status, response.body.status]).toEqual([200, status]);
    expect((await releases.post({ prompt, version: 1, to: 'production' })).status, 'the place is free again').toBe(201);
  });

  test('403 cancel by an editor who did not ask', async () => {
    await releases.prompt('not-yours');
    const asked = await releases.promote('not-yours', 1, releases.asker);
    const stranger = await releases.system.key(['promote'], {
      owner: await releases.system.person({ role: 'editor' }),
    });
    expect((await releases.act(stranger, asked, 'cancel')).status).toBe(403);
  });

  test('409 wrong_status: a failed gate is final for every approver and override', async () => {
    await releases.served('worse', false);
    const asked = await releases.promote('worse', 2, releases.asker);
    expect(asked).toMatchObject({
      status: 'blocked',
      gate: { verdict: 'fail', reasons: ['drop'], findings: [{ category: 'maths' }] },
    });
    for (const body of [{}, { override: true, reason: 'I insist.' }]) {
      const response = await releases.act(releases.releaser, asked, 'approve', body);
      expect([response.status, response.body.code]).toEqual([409, 'wrong_status']);
    }
    expect(await releases.servingIn('worse')).toMatchObject({ version: 1 });
  });

  test('409 revision_conflict returns the present state', async () => {
    await releases.prompt('moved');
    const asked = await releases.promote('moved', 1, releases.asker);
    const response = await releases.act(releases.releaser, { ...asked, revision: 1 }, 'reject');
    expect(response.body).toMatchObject({
      status: 409,
      code: 'revision_conflict',
      current: { id: asked.id, status: 'needs_evidence', revision: asked.revision },
    });
  });

  test.for(['pause', 'resume', 'advance'])(
    '409 wrong_status: an immediate rollout has nothing to %s',
    async (action) => {
      const { body } = await releases.system.api('GET', '/api/v1/promotions?status=completed&limit=1', {
        key: releases.asker,
      });
      const response = await releases.act(releases.releaser, body.data[0], action);
      expect([response.status, response.body.code]).toEqual([409, 'wrong_status']);
    },
  );

  test('409 nothing_to_restore for a first release, superseded for what serves no more', async () => {
    const first = await releases.served('chain');
    expect((await releases.act(releases.releaser, first, 'rollback')).body.code).toBe('nothing_to_restore');
    await releases.act(releases.releaser, await releases.promote('chain', 2, releases.asker), 'approve');
    expect((await releases.act(releases.releaser, first, 'rollback')).body.code).toBe('superseded');
  });

  test('428 without If-Match, 422 with one that is no revision', async () => {
    const { body } = await releases.system.api('GET', '/api/v1/promotions?limit=1', { key: releases.asker });
    const path = `/api/v1/promotions/${body.data[0].id}/cancel`;
    expect((await releases.system.api('POST', path, { key: releases.asker, body: {} })).status).toBe(428);
    const odd = await releases.system.api('POST', path, {
      key: releases.asker,
      body: {},
      headers: { 'if-match': '"abc"' },
    });
    expect([odd.status, odd.body.errors[0].path]).toEqual([422, '/If-Match']);
  });
});
