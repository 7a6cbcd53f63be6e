import { desc, eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { modelNotice } from '#db/schema/models.ts';
import { startSystem } from '#test/harness/system.ts';
import { writeNotices } from './write-notices.ts';

const DAY_MS = 86_400_000;

test('notices are written once each at 90, 30, 14, 7 and 1 days, also by two workers and after a pause', async () => {
  await using system = await startSystem({ now: '2026-11-20T12:00:00Z' });
  const key = await system.key();
  const send = async (method: string, path: string, body: unknown) =>
    expect((await system.api(method, path, { key, body })).status).toBeLessThan(300);
  await send('POST', '/api/v1/models', {
    provider: 'acme',
    model_id: 'old',
    owner: 'Idris',
    retirement_date: '2027-02-20',
  });
  await send('POST', '/api/v1/models', { provider: 'acme', model_id: 'idle', retirement_date: '2026-11-25' });
  await send('POST', '/api/v1/prompts', { name: 'answer', type: 'text' });
  await send('POST', '/api/v1/prompts/answer/versions', { template: 'A', config: { model: 'acme/old' } });
  await send('PUT', '/api/v1/prompts/answer/environments/staging', { version: 1 });
  const write = () => writeNotices(system.services);
  const days = async () =>
    (
      await system.services.db
        .select()
        .from(modelNotice)
        .where(eq(modelNotice.projectId, system.project().id))
        .orderBy(modelNotice.at, desc(modelNotice.noticeDays))
    ).map(({ modelId, noticeDays, daysLeft }) => `${modelId} ${noticeDays} ${daysLeft}`);

  expect(await write(), '92 days before').toBe(0);
  system.clock.advance(2 * DAY_MS);
  expect((await Promise.all([write(), write()])).toSorted(), 'two workers').toEqual([0, 1]);
  expect(await write()).toBe(0);
  expect(await days()).toEqual(['old 90 90']);
  const [notice] = await system.services.db.select().from(modelNotice);
  expect(notice).toMatchObject({
    owner: 'Idris',
    retiresOn: '2027-02-20',
    places: [{ prompt: 'answer', environment: 'staging', owner: 'Idris' }],
  });

  system.clock.advance(78 * DAY_MS);
  expect(await write(), 'a pause from 90 to 12 days').toBe(1);
  await send('PATCH', '/api/v1/models/acme/old', { retirement_date: null });
  expect(await write(), 'the day is withdrawn').toBe(0);
  await send('PATCH', '/api/v1/models/acme/old', { retirement_date: '2027-02-15' });
  expect(await write(), 'another day, 7 days ahead').toBe(1);
  for (let day = 0; day < 10; day++) {
    system.clock.advance(DAY_MS);
    await write();
  }
  expect(await days()).toEqual(['old 90 90', 'old 14 12', 'old 7 7', 'old 1 1']);
});
