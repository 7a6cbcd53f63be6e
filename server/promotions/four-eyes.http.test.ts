import { and, eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditRow } from '#db/schema/audit.ts';
import { environment, member } from '#db/schema/projects.ts';
import { deployment } from '#db/schema/prompts.ts';
import { type ReleaseBuilder, releaseBuilder } from '#test/builders/release.ts';
import { recorded } from '#test/builders/scored-runs.ts';
import { auditsOf } from '#test/harness/audit.ts';
import { type Person, type System, startSystem } from '#test/harness/system.ts';

let system: System;
let release: ReleaseBuilder;
let requester: MemberWithKey;

type MemberWithKey = { person: Person; key: string };

beforeAll(async () => {
  system = await startSystem({ now: '2026-03-01T09:00:00Z' });
  release = releaseBuilder(system, await system.key(undefined, { owner: await system.person({ role: 'admin' }) }));
  requester = await memberWith('release_manager');
});

afterAll(() => system.dispose());

async function memberWith(role: Person['role']): Promise<MemberWithKey> {
  const person = await system.person({ role });
  return { person, key: await system.key(['promote', 'read', 'registry', 'evals'], { owner: person }) };
}

let prompts = 0;
/** A promotion of a first version that has passed its gate. */
async function passed(by = requester, builder = release) {
  const prompt = `prompt-${++prompts}`;
  await builder.prompt(prompt);
  await builder.runs(prompt, `set-${prompts}`, recorded([20, 0, 0, 0]));
  const promotion = await release.promote(prompt, 1, by.key);
  expect(promotion.status).toBe('awaiting_approval');
  return { prompt, ...promotion };
}

const approve = (by: MemberWithKey, promotion: { id: string; revision: number }) =>
  release.act(by.key, promotion, 'approve');
const deployments = (promotionId: string) =>
  system.services.db.select().from(deployment).where(eq(deployment.promotionId, promotionId));
const approvals = (promotionId: string) => auditsOf(system, 'promotion.approve', promotionId);
const policyChanges = (prompt: string) =>
  system.services.db
    .select()
    .from(auditRow)
    .where(and(eq(auditRow.action, 'gate.policy'), sql`${auditRow.detail} ->> 'prompt' = ${prompt}`));
const setRole = ({ person }: MemberWithKey, role: Person['role']) =>
  system.services.db.update(member).set({ role }).where(eq(member.personId, person.id));
const requireTwo = (approvalsNeeded: number) =>
  system.services.db
    .update(environment)
    .set({ requiredApprovals: approvalsNeeded })
    .where(and(eq(environment.projectId, system.project().id), eq(environment.name, 'production')));

describe('four eyes', () => {
  test('403 self_approval for the requester, also through another key of the same person', async () => {
    const promotion = await passed();
    const second = { ...requester, key: await system.key(['promote'], { owner: requester.person }) };
    for (const by of [requester, second]) {
      const response = await approve(by, promotion);
      expect([response.status, response.body.code]).toEqual([403, 'self_approval']);
    }
    expect(await deployments(promotion.id)).toHaveLength(0);
  });

  test('403 self_approval for the author of the version, although another person requested it', async () => {
    const author = await memberWith('release_manager');
    const promotion = await passed(requester, releaseBuilder(system, author.key));
    expect((await approve(author, promotion)).body.code).toBe('self_approval');
  });

  test('403 person_required for a service account, insufficient_role for an editor', async () => {
    const promotion = await passed();
    const service = await release.act(await system.key(['promote']), promotion, 'approve');
    expect([service.status, service.body.code]).toEqual([403, 'person_required']);
    const editor = await approve(await memberWith('editor'), promotion);
    expect([editor.status, editor.body.code]).toEqual([403, 'insufficient_role']);
  });

  test('two are needed: the same person does not count twice', async () => {
    await requireTwo(2);
    const [one, two] = [await memberWith('release_manager'), await memberWith('admin')];
    const promotion = await passed();
    expect(promotion.required_approvals).toBe(2);
    const first = await approve(one, promotion);
    expect(first.body).toMatchObject({ status: 'awaiting_approval', valid_approvals: 1 });
    expect((await approve(one, first.body)).body.code).toBe('already_approved');
    expect((await approve(two, first.body)).body).toMatchObject({ status: 'completed' });
    await requireTwo(1);
  });

  test('an approval expires after 24 hours and must be given again', async () => {
    await requireTwo(2);
    const [one, two] = [await memberWith('release_manager'), await memberWith('release_manager')];
    const promotion = await passed();
    const first = await approve(one, promotion);
    system.clock.advance(24 * 3_600_000);
    const later = await approve(two, first.body);
    expect(later.body).toMatchObject({ status: 'awaiting_approval', valid_approvals: 1 });
    expect(later.body.approvals[0]).toMatchObject({ valid: false, invalid_because: 'It expired after 24 hours.' });
    expect((await approve(one, later.body)).body.status).toBe('completed');
    await requireTwo(1);
  });

  test('403 for a person who lost the role a moment ago, whatever the process has cached of the key', async () => {
    const releaser = await memberWith('release_manager');
    const promotion = await passed();
    expect((await release.act(releaser.key, { ...promotion, revision: 1 }, 'approve')).status, 'known').toBe(409);
    await setRole(releaser, 'editor');
    const response = await approve(releaser, promotion);
    expect([response.status, response.body.code]).toEqual([403, 'insufficient_role']);
    expect(await deployments(promotion.id)).toHaveLength(0);
  });

  test('an approver who lost the role before it was applied does not count', async () => {
    await requireTwo(2);
    const [one, two] = [await memberWith('release_manager'), await memberWith('release_manager')];
    const promotion = await passed();
    const first = await approve(one, promotion);
    await setRole(one, 'viewer');
    expect((await approve(two, first.body)).body).toMatchObject({ status: 'awaiting_approval', valid_approvals: 1 });
    await requireTwo(1);
  });

  test('a changed gate policy voids verdict and approvals, and the gate runs again', async () => {
    await requireTwo(2);
    const [one, two] = [await memberWith('release_manager'), await memberWith('release_manager')];
    const promotion = await passed();
    const first = await approve(one, promotion);
    await release.policy(promotion.prompt, { floors: { maths: 0.5 } });
    const stale = await approve(two, first.body);
    expect([stale.status, stale.body.code]).toEqual([409, 'gate_outdated']);
    await system.drain();
    const after = await release.promotion(promotion.id);
    expect(after).toMatchObject({ status: 'awaiting_approval', valid_approvals: 0, gate: { policy_revision: 1 } });
    expect(after.approvals[0]).toMatchObject({ valid: false, invalid_because: 'The gate policy changed.' });
    await requireTwo(1);
  });

  test('a golden set that grew since voids the verdict too, so that no approval rests on the earlier items', async () => {
    const releaser = await memberWith('release_manager');
    const promotion = await passed();
    await release.addItems(`set-${prompts}`, recorded([1, 0, 0, 0], 'newer').baseline);
    const response = await approve(releaser, promotion);
    expect([response.status, response.body.code]).toEqual([409, 'gate_outdated']);
    expect(response.body.detail).toContain(`The golden set set-${prompts} changed.`);
    await system.drain();
    expect(await release.promotion(promotion.id)).toMatchObject({
      status: 'needs_evidence',
      gate: { reasons: ['candidate_missing'] },
    });
  });

  test('a higher number of approvals holds at once, a lower one when the gate runs again', async () => {
    const [one, two] = [await memberWith('release_manager'), await memberWith('release_manager')];
    const promotion = await passed();
    await requireTwo(2);
    const first = await approve(one, promotion);
    expect(first.body).toMatchObject({ status: 'awaiting_approval', required_approvals: 2 });
    await requireTwo(1);
    expect(await release.promotion(promotion.id)).toMatchObject({ required_approvals: 2, valid_approvals: 1 });
    expect((await approve(two, first.body)).body).toMatchObject({ status: 'completed' });
  });

  test('what serves changed since the gate: 409 baseline_changed, and the gate runs again', async () => {
    const releaser = await memberWith('release_manager');
    const first = await passed();
    await approve(releaser, first);
    await release.run(first.prompt, 2, `set-${prompts}`, recorded([20, 0, 0, 0]).baseline);
    const second = await release.promote(first.prompt, 2, requester.key);
    // Nobody deploys to a protected environment directly; the history of an unprotected moment is enough.
    const rows = { protected: false };
    const production = and(eq(environment.projectId, system.project().id), eq(environment.name, 'production'));
    await system.services.db.update(environment).set(rows).where(production);
    const key = await system.key(['registry']);
    const path = `/api/v1/prompts/${first.prompt}/environments/production`;
    expect((await system.api('PUT', path, { key, body: { version: 1, model: 'test/other' } })).status).toBe(200);
    await system.services.db.update(environment).set({ protected: true }).where(production);

    const response = await approve(releaser, second);
    expect(response.body).toMatchObject({ status: 409, code: 'baseline_changed', current: { status: 'evaluating' } });
    await system.drain();
    expect(await release.promotion(second.id)).toMatchObject({
      status: 'needs_evidence',
      gate: { reasons: ['baseline_missing'] },
    });
  });
});

describe('races', () => {
  test('16 people approve the same promotion at once: one wins, one deployment, one audit row', async () => {
    const people = await Promise.all(Array.from({ length: 16 }, () => memberWith('release_manager')));
    const promotion = await passed();
    const responses = await Promise.all(people.map((one) => approve(one, promotion)));
    expect(responses.filter(({ status }) => status === 200)).toHaveLength(1);
    const lost = responses.filter(({ status }) => status !== 200);
    expect(lost.map(({ status, body }) => [status, body.code, body.current.status])).toEqual(
      Array(15).fill([409, 'revision_conflict', 'completed']),
    );
    expect([await deployments(promotion.id), await approvals(promotion.id)].map((rows) => rows.length)).toEqual([1, 1]);
  });

  test('16 of one person, each with the newest revision, still count once', async () => {
    await requireTwo(3);
    const one = await memberWith('release_manager');
    const promotion = await passed();
    await Promise.all(
      Array.from({ length: 16 }, (_, i) => approve(one, { ...promotion, revision: promotion.revision + (i % 2) })),
    );
    expect(await release.promotion(promotion.id)).toMatchObject({ status: 'awaiting_approval', valid_approvals: 1 });
    await requireTwo(1);
  });

  test('an approval and a change of policy: either it served under the old one, or it did not serve', async () => {
    for (let round = 0; round < 8; round++) {
      const releaser = await memberWith('release_manager');
      const promotion = await passed();
      const [response] = await Promise.all([
        approve(releaser, promotion),
        release.policy(promotion.prompt, { floors: { maths: 1 } }),
      ]);
      expect(response.status === 200 || response.body.code === 'gate_outdated', JSON.stringify(response.body)).toBe(
        true,
      );
      expect(await deployments(promotion.id)).toHaveLength(response.status === 200 ? 1 : 0);
      const [given] = await approvals(promotion.id);
      const [changed] = await policyChanges(promotion.prompt);
      if (given) expect(given.seq, 'it served before the policy changed').toBeLessThan(changed?.seq ?? 0);
    }
  });

  test('an approval and the demotion of who approves: never both sides of it', async () => {
    for (let round = 0; round < 8; round++) {
      const releaser = await memberWith('release_manager');
      const promotion = await passed();
      const [response] = await Promise.all([approve(releaser, promotion), setRole(releaser, 'viewer')]);
      expect([200, 403]).toContain(response.status);
      expect(await deployments(promotion.id)).toHaveLength(response.status === 200 ? 1 : 0);
    }
  });

  test('an approval and a cancellation at once: one of them happens, the other is refused', async () => {
    for (let round = 0; round < 8; round++) {
      const releaser = await memberWith('release_manager');
      const promotion = await passed();
      const responses = await Promise.all([
        approve(releaser, promotion),
        release.act(requester.key, promotion, 'cancel'),
      ]);
      expect(responses.map(({ status }) => status).sort()).toEqual([200, 409]);
      const { status } = await release.promotion(promotion.id);
      expect(status).toBe(responses[0].status === 200 ? 'completed' : 'cancelled');
      expect(await deployments(promotion.id)).toHaveLength(status === 'completed' ? 1 : 0);
    }
  });

  test('16 requests for the same place open one promotion', async () => {
    const prompt = await release.prompt('contested');
    const body = { prompt, version: 1, to: 'production' };
    const responses = await Promise.all(
      Array.from({ length: 16 }, () => system.api('POST', '/api/v1/promotions', { key: requester.key, body })),
    );
    expect(responses.map(({ status }) => status).sort()).toEqual([201, ...Array(15).fill(409)]);
  });

  test('16 rollbacks of the same promotion restore once', async () => {
    const releaser = await memberWith('release_manager');
    const first = await passed();
    await approve(releaser, first);
    await release.run(first.prompt, 2, `set-${prompts}`, recorded([20, 0, 0, 0]).baseline);
    const { body: done } = await approve(releaser, await release.promote(first.prompt, 2, requester.key));
    const responses = await Promise.all(Array.from({ length: 16 }, () => release.act(releaser.key, done, 'rollback')));
    expect(responses.map(({ status }) => status).sort()).toEqual([200, ...Array(15).fill(409)]);
    expect((await deployments(done.id)).map(({ kind }) => kind).sort()).toEqual(['promotion', 'rollback']);
  });
});
