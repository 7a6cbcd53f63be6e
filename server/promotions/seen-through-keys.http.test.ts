import { readFileSync } from 'node:fs';
import { eq } from 'drizzle-orm';
import { afterAll, describe, expect, test } from 'vitest';
import { apiKey, member } from '#db/schema/projects.ts';
import { newId } from '#server/platform/ids.ts';
import { type FourEyes, type Promotion, project, SCOPES, startFourEyes } from '#test/builders/four-eyes.ts';
import { releaseBuilder } from '#test/builders/release.ts';
import type { Person } from '#test/harness/system.ts';

/* One person who tries to be two, through keys. */

const eyes: FourEyes = await startFourEyes();
afterAll(() => eyes.system.dispose());
const { admin, approve, deployments, fresh, keyBy, measured, newName, ownKey, pagesOf, passed, release, system } = eyes;

async function refused(by: Person, promotion: Promotion, sentence: string): Promise<void> {
  const response = await approve(by, promotion);
  expect([response.status, response.body.code, response.body.detail]).toEqual([403, 'self_approval', sentence]);
  const { actions } = await pagesOf(by).promotions.detail({ project, id: promotion.id });
  expect(actions.approve, 'the button has the same sentence').toEqual({ code: 'self_approval', message: sentence });
  const { waitsForMe } = await pagesOf(by).promotions.list({ project });
  expect(waitsForMe.map(({ id }) => id)).not.toContain(promotion.id);
  expect(await deployments(promotion)).toHaveLength(0);
}

const REQUESTED = 'This promotion was requested with a key that you made. Another person must approve it.';
const WRITTEN = 'This version was written with a key that you made. Another person must approve it.';

describe('through a key', () => {
  test('the maker of the requesting service key cannot approve, and another person can', async () => {
    const [ada, ben] = [await admin(), await admin()];
    const promotion = await passed(await keyBy(ada, 'service'));
    await refused(ada, promotion, REQUESTED);
    expect(await fresh(promotion)).toMatchObject({
      barred: [{ id: ada.id, name: ada.name, because: 'made the key that asked' }],
    });
    expect((await approve(ben, promotion)).body.status).toBe('completed');
  });

  test('the maker of the service key that wrote the version cannot approve what another person requested', async () => {
    const [ada, ed] = [await admin(), await system.person({ role: 'editor' })];
    const writer = releaseBuilder(system, await keyBy(ada, 'service'));
    await refused(ada, await passed(await ownKey(ed), writer), WRITTEN);
  });

  test('nor who wrote and asked with one service key and made another of the same account later', async () => {
    const [ada, ben] = [await admin(), await admin()];
    const first = await keyBy(ada, 'service');
    const promotion = await passed(first);
    const [key] = await system.services.db.select().from(apiKey).where(eq(apiKey.createdBy, ada.id));
    if (!key) throw new Error('The key was not kept.');
    const rotated = { ...key, id: newId(), hash: newId(), createdBy: ben.id };
    await system.services.db.insert(apiKey).values(rotated);
    await refused(ben, promotion, REQUESTED);
    await refused(ada, promotion, REQUESTED);
  });

  test('nor by revoking the key afterwards', async () => {
    const ada = await admin();
    const promotion = await passed(await keyBy(ada, 'service'));
    const [key] = await system.services.db.select().from(apiKey).where(eq(apiKey.createdBy, ada.id));
    await pagesOf(ada).projects.revokeKey({ project, id: key?.id ?? '' });
    await refused(ada, promotion, REQUESTED);
  });

  test('nor who left the project and came back', async () => {
    const [ada, ben] = [await admin(), await admin()];
    const promotion = await passed(await keyBy(ada, 'service'));
    await pagesOf(ben).projects.removeMember({ project, personId: ada.id });
    const back = { projectId: system.project().id, personId: ada.id, role: 'release_manager' as const };
    await system.services.db.insert(member).values({ ...back, createdAt: system.clock.now() });
    await refused(ada, promotion, REQUESTED);
  });

  test('nor by a key whose maker is recorded in the audit log only, as in earlier versions', async () => {
    const ada = await admin();
    const promotion = await passed(await keyBy(ada, 'service'));
    await system.services.db.update(apiKey).set({ createdBy: null }).where(eq(apiKey.createdBy, ada.id));
    await backfill();
    await refused(ada, promotion, REQUESTED);
  });

  test('posting the same text again, by whomever, leaves the version with who wrote it first', async () => {
    const [ada, ed] = [await admin(), await system.person({ role: 'editor' })];
    const writer = releaseBuilder(system, await keyBy(ada, 'service'));
    const prompt = await measured(writer);
    const body = { template: 'Version 1: {{question}}', config: { model: 'test/m1' } };
    const again = await system.api('POST', `/api/v1/prompts/${prompt}/versions`, { key: await ownKey(ed), body });
    expect(again.body.version).toBe(1);
    await refused(ada, await release.promote(prompt, 1, await ownKey(ed)), WRITTEN);
  });

  test('asking again in person after the key’s request was cancelled is asking', async () => {
    const ada = await admin();
    const promotion = await passed(await keyBy(ada, 'service'));
    expect((await release.act(await ownKey(ada), promotion, 'cancel')).status).toBe(200);
    const again = await release.promote(promotion.prompt, 1, await ownKey(ada));
    await refused(ada, again, 'You asked for this promotion. Another person must approve it.');
  });

  test('a gate that could not decide is no way round: an override is refused the same way', async () => {
    const ada = await admin();
    const prompt = await release.prompt(newName());
    const promotion = await release.promote(prompt, 1, await keyBy(ada, 'service'));
    expect(promotion.status).toBe('needs_evidence');
    const body = { override: true, reason: 'I know it is good' };
    const response = await release.act(await ownKey(ada), promotion, 'approve', body);
    expect([response.status, response.body.code, response.body.detail]).toEqual([403, 'self_approval', REQUESTED]);
  });

  test('a key of the command line bars no person, because no person on the pages made it', async () => {
    const ada = await admin();
    expect((await approve(ada, await passed(await system.key(SCOPES)))).body.status).toBe('completed');
  });
});

/** What the migration does for the keys that were there before it. */
async function backfill(): Promise<void> {
  const text = readFileSync(new URL('../../db/migrations/0005_who_made_a_key.sql', import.meta.url), 'utf8');
  const statement = text.split('--> statement-breakpoint').find((it) => it.includes('update "api_key"'));
  await system.services.sql.unsafe(statement ?? '');
}
