import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Releases, startReleases } from '#test/builders/release.ts';
import { readPromotionsForOverview } from './read-for-overview.ts';
import { readPromotionForPage } from './read-promotion-for-page.ts';
import { readPromotions } from './read-promotions.ts';

let releases: Releases;
beforeAll(async () => {
  releases = await startReleases();
});
afterAll(() => releases.system.dispose());

/** How many approvals of a promotion the page, its list and both responses of the API show. */
async function shown(id: string, prompt: string): Promise<number[]> {
  const { system, service } = releases;
  const page = await readPromotionForPage(system.ctx(), id);
  const list = await readPromotions(system.ctx(), { prompt, limit: 10 });
  const row = list.data.find((each) => each.id === id);
  const detail = (await system.api('GET', `/api/v1/promotions/${id}`, { key: service })).body;
  const rows = (await system.api('GET', `/api/v1/promotions?prompt=${prompt}`, { key: service })).body.data;
  const sent = rows.find((each: { id: string }) => each.id === id);
  return [page.validApprovals, row?.approvals.given ?? -1, detail.valid_approvals, sent.approvals_given];
}

const setRole = (personId: string, role: string) =>
  releases.system.services.sql`update member set role = ${role} where person_id = ${personId}`;

test('every reader counts an approval alike, before and after the approver lost the role, and once it is decided', async () => {
  const { system, rita, releaser } = releases;
  const second = await system.person({ role: 'release_manager', name: 'Sam' });
  await releases.measured('twice');
  await system.services.sql`update environment set required_approvals = 2 where name = 'production'`;
  const asked = await releases.promote('twice', 2, releases.asker);
  await releases.act(releaser, asked, 'approve');
  expect(await shown(asked.id, 'twice')).toEqual([1, 1, 1, 1]);

  await setRole(rita.id, 'viewer');
  expect(await shown(asked.id, 'twice')).toEqual([0, 0, 0, 0]);
  const waits = await readPromotionsForOverview(system.ctx({ person: second }));
  expect(waits.waitsForMe.map(({ approvals }) => approvals)).toEqual([{ given: 0, required: 2 }]);
  const by = await system.key(['promote', 'read'], { owner: second });
  const current = await releases.promotion(asked.id);
  expect((await releases.act(by, current, 'approve')).body.status).toBe('awaiting_approval');

  await setRole(rita.id, 'release_manager');
  const third = await system.key(['promote', 'read'], {
    owner: await system.person({ role: 'release_manager', name: 'Tom' }),
  });
  const done = await releases.act(third, await releases.promotion(asked.id), 'approve');
  expect(done.body.status, JSON.stringify(done.body)).toBe('completed');
  await setRole(rita.id, 'viewer');
  expect(await shown(asked.id, 'twice')).toEqual([3, 3, 3, 3]);
});
