import { and, eq } from 'drizzle-orm';
import { afterAll, describe, expect, test } from 'vitest';
import { auditRow } from '#db/schema/audit.ts';
import { DEFAULT_GATE_RULES } from '#server/gates/domain/policy.ts';
import { type FourEyes, project, SCOPES, startFourEyes } from '#test/builders/four-eyes.ts';
import { releaseBuilder } from '#test/builders/release.ts';
import { recorded } from '#test/builders/scored-runs.ts';

/* One person who weakens the rules first and then decides alone, and what of it stands on the page. */

const eyes: FourEyes = await startFourEyes();
afterAll(() => eyes.system.dispose());
const { admin, approve, deployments, fresh, keyBy, measured, ownKey, pagesOf, passed, protect, release, system } = eyes;

const HOUR_MS = 3_600_000;

describe('by weakening the rules first', () => {
  /** Production as it was, a day later, so that no rule was weakened in the last 24 hours. */
  async function calm(): Promise<void> {
    await protect(await admin(), 1);
    system.clock.advance(48 * HOUR_MS);
  }

  test('a person who lowered the approvals does not suffice alone; the page shows it before and after; another completes it', async () => {
    const [ada, ben, cy] = [await admin(), await admin(), await admin()];
    await protect(cy, 2);
    await calm();
    await protect(cy, 2);
    system.clock.advance(25 * HOUR_MS);
    await protect(ada, 1);
    const promotion = await passed(await system.key(SCOPES));
    expect(promotion).toMatchObject({ required_approvals: 1 });
    const note = `You lowered the approvals of production from 2 to 1 in the last 24 hours, so your approval counts only beside that of a person who did not.`;
    const before = await pagesOf(ada).promotions.detail({ project, id: promotion.id });
    expect(before.mine).toEqual({ counted: 0, notAlone: note });
    expect(
      (await system.api('GET', `/api/v1/promotions/${promotion.id}`, { key: await ownKey(ada) })).body.actions.approve,
    ).toEqual({ allowed: true, note });
    const alone = await approve(ada, promotion);
    expect(alone.body).toMatchObject({ status: 'awaiting_approval', valid_approvals: 0 });
    expect(alone.body.approvals).toMatchObject([{ valid: false, not_alone: true }]);
    expect(await deployments(promotion)).toHaveLength(0);
    expect((await approve(ada, alone.body)).body.code).toBe('already_approved');
    const [listed] = (await pagesOf(ben).promotions.list({ project, prompt: promotion.prompt })).data;
    expect(listed?.approvals, 'the list counts as the page').toEqual({ given: 0, required: 1 });
    const done = await approve(ben, alone.body);
    expect(done.body).toMatchObject({ status: 'completed' });
    expect(done.body.approvals).toMatchObject([{ valid: true }, { valid: true }]);
    await calm();
  });

  test('who did not weaken anything suffices alone, although another did', async () => {
    const [ada, ben] = [await admin(), await admin()];
    const promotion = await passed(await system.key(SCOPES));
    await pagesOf(ada).gates.updatePolicy({ project, prompt: promotion.prompt, revision: 0, margin: 0.5 });
    await system.drain();
    expect((await approve(ben, await fresh(promotion))).body.status).toBe('completed');
  });

  test.for([
    ['a wider margin', { margin: 0.9 }],
    ['a floor taken out', { floors: {} }],
    ['a golden set taken out', { datasets: [] }],
    ['a weaker policy', { policy: 'literal' }],
    ['many small steps', { margin: 0.021 }, { margin: 0.022 }],
  ] as const)('who changed the gate does not suffice alone: %s', async ([, ...steps]) => {
    const ada = await admin();
    const prompt = await measured();
    const spare = await release.dataset(`spare-of-${prompt}`, recorded([20, 0, 0, 0]).baseline);
    await release.run(prompt, 1, spare, recorded([20, 0, 0, 0]).baseline);
    const own = releaseBuilder(system, await keyBy(ada, 'me', ['admin']));
    await releaseBuilder(system, await keyBy(await admin(), 'me', ['admin'])).policy(prompt, {
      floors: { maths: 0.1 },
      datasets: [`set-of-${prompt}`, spare],
    });
    for (const step of steps) await own.policy(prompt, step);
    const promotion = await release.promote(prompt, 1, await system.key(SCOPES));
    expect(promotion.status).toBe('awaiting_approval');
    const alone = await approve(ada, promotion);
    expect(alone.body).toMatchObject({ status: 'awaiting_approval', valid_approvals: 0 });
    expect((await approve(await admin(), alone.body)).body.status).toBe('completed');
  });

  test('tightening it again does not undo it', async () => {
    const ada = await admin();
    const promotion = await passed(await system.key(SCOPES));
    await protect(ada, 2);
    await protect(ada, 1);
    await protect(ada, 2);
    await protect(ada, 1);
    const alone = await approve(ada, promotion);
    expect(alone.body).toMatchObject({ status: 'awaiting_approval', valid_approvals: 0 });
    await calm();
  });

  test('two who both weakened it do not suffice together', async () => {
    const [ada, ben] = [await admin(), await admin()];
    await protect(ada, 3);
    await protect(ada, 2);
    await protect(ben, 1);
    const promotion = await passed(await system.key(SCOPES));
    const one = await approve(ada, promotion);
    const two = await approve(ben, one.body);
    expect(two.body).toMatchObject({ status: 'awaiting_approval', valid_approvals: 0 });
    expect((await approve(await admin(), two.body)).body.status).toBe('completed');
    await calm();
  });

  test('a day later they can approve again like anyone else', async () => {
    const ada = await admin();
    await protect(ada, 2);
    await protect(ada, 1);
    const promotion = await passed(await system.key(SCOPES));
    const alone = await approve(ada, promotion);
    system.clock.advance(24 * HOUR_MS - 1);
    expect(await fresh(promotion), 'what did not suffice does not begin to').toMatchObject({ valid_approvals: 0 });
    system.clock.advance(2);
    expect((await approve(ada, alone.body)).body.status).toBe('completed');
    await calm();
  });

  test('taking the protection off is no approval: nothing is let through by itself, and not by who did it', async () => {
    const [ada, ben] = [await admin(), await admin()];
    await protect(ada, 0, false);
    const prompt = await measured();
    const promotion = await release.promote(prompt, 1, await ownKey(ada));
    expect(promotion).toMatchObject({ status: 'awaiting_approval', required_approvals: 1 });
    expect((await approve(ada, promotion)).body.code).toBe('self_approval');
    const asked = await release.promote(await measured(), 1, await system.key(SCOPES));
    expect((await approve(ada, asked)).body).toMatchObject({ status: 'awaiting_approval', valid_approvals: 0 });
    expect((await approve(ben, promotion)).body.status).toBe('completed');
    await calm();
  });

  test('nor is rechecking what others requested before the protection was taken off', async () => {
    const ada = await admin();
    const promotion = await passed(await system.key(SCOPES));
    await protect(ada, 0, false);
    expect((await release.act(await ownKey(ada), promotion, 'recheck')).status).toBe(200);
    await system.drain();
    expect(await fresh(promotion)).toMatchObject({ status: 'awaiting_approval', required_approvals: 1 });
    await calm();
  });

  test('403 loosened_recently for a direct deployment by who took the protection off, by key too; not for others', async () => {
    const [ada, ed] = [await admin(), await system.person({ role: 'editor' })];
    const service = await keyBy(ada, 'service');
    await protect(ada, 0, false);
    const prompt = await measured();
    const path = `/api/v1/prompts/${prompt}/environments/production`;
    const put = (key: string) => system.api('PUT', path, { key, body: { version: 1 } });
    for (const key of [await ownKey(ada), service]) {
      const response = await put(key);
      expect([response.status, response.body.code]).toEqual([403, 'loosened_recently']);
    }
    expect((await put(await ownKey(ed))).status).toBe(200);
    await calm();
    await protect(ada, 0, false);
    system.clock.advance(24 * HOUR_MS);
    expect((await system.api('PUT', path, { key: await ownKey(ada), body: { version: 2 } })).status).toBe(200);
    await calm();
  });

  test('lowering and approving at one moment: never alone, whichever comes first', async () => {
    for (let round = 0; round < 8; round++) {
      const ada = await admin();
      await protect(await admin(), 2);
      const promotion = await passed(await system.key(SCOPES));
      const key = await ownKey(ada);
      await Promise.all([release.act(key, promotion, 'approve'), protect(ada, 1)]);
      expect(await deployments(promotion), 'its one approval was one of two, or not alone').toHaveLength(0);
      expect((await fresh(promotion)).status).toBe('awaiting_approval');
    }
    await calm();
  });

  test('an approval and the weakening by who gives it: it stood before in the log, or it did not suffice', async () => {
    for (let round = 0; round < 8; round++) {
      const ada = await admin();
      await protect(await admin(), 1);
      system.clock.advance(25 * HOUR_MS);
      const promotion = await passed(await system.key(SCOPES));
      const key = await ownKey(ada);
      const [response] = await Promise.all([release.act(key, promotion, 'approve'), protect(ada, 0, false)]);
      const rows = await system.services.db
        .select({ action: auditRow.action })
        .from(auditRow)
        .where(and(eq(auditRow.projectId, system.project().id)))
        .orderBy(auditRow.seq);
      const order = rows.map(({ action }) => action).filter((it) => /promotion.approve|environment.update/.test(it));
      const approvedFirst = order.at(-2) === 'promotion.approve';
      expect(response.body.status).toBe(approvedFirst ? 'completed' : 'awaiting_approval');
    }
    await calm();
  });
});

describe('members and roles', () => {
  test('a team of two works on its first day: a member added a moment ago approves, and the page shows who added them', async () => {
    const ada = await admin();
    const ben = await system.person({ role: 'viewer', name: 'Ben' });
    await pagesOf(ada).projects.changeRole({ project, personId: ben.id, role: 'release_manager' });
    system.clock.advance(2 * HOUR_MS);
    const promotion = await passed(await ownKey(ada));
    const done = await approve(ben, promotion);
    expect(done.body.status).toBe('completed');
    expect(done.body.approvals).toMatchObject([
      { valid: true, appointed: { how: 'raised', by: { id: ada.id, name: ada.name }, because: 'asked for it' } },
    ]);
    expect(done.body.recent_changes).toContainEqual(
      expect.objectContaining({
        kind: 'member',
        title: 'Ben: viewer → release manager',
        loosens: false,
        actor: { kind: 'person', id: ada.id, name: ada.name },
      }),
    );
  });

  test('what changed stands on the page for a day: members, keys, and the rules of this promotion only', async () => {
    const ada = await admin();
    await system.clock.advance(48 * HOUR_MS);
    const promotion = await passed(await system.key(SCOPES));
    const elsewhere = await measured();
    const own = releaseBuilder(system, await keyBy(ada, 'me', ['admin']));
    await own.policy(elsewhere, { margin: 0.5 });
    await own.policy(promotion.prompt, { margin: 0.5 });
    await pagesOf(ada).projects.updateEnvironment({ project, name: 'staging', protected: true, requiredApprovals: 1 });
    await pagesOf(ada).projects.updateEnvironment({ project, name: 'staging', protected: false, requiredApprovals: 0 });
    await system.drain();
    const { recent_changes: changes } = await fresh(promotion);
    expect(changes.filter(({ kind }: { kind: string }) => kind !== 'key')).toMatchObject([
      {
        kind: 'policy',
        title: `Widened the margin from ${DEFAULT_GATE_RULES.margin * 100} % to 50 %`,
        loosens: true,
        actor: { name: ada.name },
      },
    ]);
    expect(changes.some(({ kind }: { kind: string }) => kind === 'key')).toBe(true);
    system.clock.advance(24 * HOUR_MS);
    expect((await fresh(promotion)).recent_changes).toEqual([]);
  });
});
