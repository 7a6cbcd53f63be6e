import { sql } from 'drizzle-orm';
import { expect, test, vi } from 'vitest';
import { runJobs } from '#server/platform/jobs/jobs.ts';
import { allJobs, allParkedJobs } from '#server/run/worker-jobs.ts';
import { startReleases } from '#test/builders/release.ts';

test('a promotion whose worker was killed in the middle of its gate goes on as soon as another starts', async () => {
  const releases = await startReleases();
  const { system } = releases;
  await using _ = { [Symbol.asyncDispose]: () => system.dispose() };
  await releases.prompt('survivor');
  const { body } = await releases.post({ prompt: 'survivor', version: 1, to: 'production' });
  // What a killed worker leaves behind: a job that it took and never gave back.
  await system.services.db.execute(
    sql`update graphile_worker._private_jobs set locked_by = 'killed', locked_at = now(), attempts = 1`,
  );
  await system.drain();
  expect((await releases.promotion(body.id)).status, 'the queue itself still waits for it').toBe('evaluating');

  const stop = await runJobs(system.databaseUrl, system.services, allJobs);
  await vi.waitFor(async () => expect((await releases.promotion(body.id)).status).toBe('needs_evidence'), {
    timeout: 10_000,
  });
  await stop();
});

test('a promotion whose gate ended its worker three times waits for a person, and can be rechecked', async () => {
  const releases = await startReleases();
  const { system } = releases;
  await using _ = { [Symbol.asyncDispose]: () => system.dispose() };
  await releases.prompt('poison');
  const { body } = await releases.post({ prompt: 'poison', version: 1, to: 'production' });
  await system.services.db.execute(
    sql`update graphile_worker._private_jobs set locked_by = 'killed', locked_at = now(), attempts = 3`,
  );
  const stop = await runJobs(system.databaseUrl, system.services, allJobs, allParkedJobs);
  await vi.waitFor(async () => expect((await releases.promotion(body.id)).status).toBe('needs_evidence'), {
    timeout: 10_000,
  });
  const { timeline, revision, gate } = await releases.promotion(body.id);
  expect(gate).toBeNull();
  expect(timeline.at(-1)).toMatchObject({
    kind: 'gate',
    title: 'The gate could not be run',
    detail: expect.stringContaining('its process ended 3 times'),
  });
  const key = await system.key(undefined, { owner: await system.person({ role: 'release_manager' }) });
  const again = await system.api('POST', `/api/v1/promotions/${body.id}/recheck`, {
    key,
    headers: { 'if-match': `"${revision}"` },
  });
  expect(again).toMatchObject({ status: 200, body: { status: 'evaluating' } });
  await vi.waitFor(async () => expect((await releases.promotion(body.id)).status).toBe('needs_evidence'), {
    timeout: 10_000,
  });
  expect((await releases.promotion(body.id)).gate).not.toBeNull();
  await stop();
});

test('the gate runs once, however often its job does', async () => {
  const releases = await startReleases();
  const { system } = releases;
  await using _ = { [Symbol.asyncDispose]: () => system.dispose() };
  await releases.prompt('repeated');
  const { body } = await releases.post({ prompt: 'repeated', version: 1, to: 'production' });
  const evaluate = allJobs['promotion.evaluate'];
  const payload = { projectId: system.project().id, promotionId: body.id, revision: body.revision };
  await Promise.all(Array.from({ length: 8 }, () => evaluate?.(system.services, payload)));
  await system.drain();
  const { timeline, revision } = await releases.promotion(body.id);
  expect(timeline.map(({ kind }: { kind: string }) => kind)).toEqual(['requested', 'gate']);
  expect(revision).toBe(2);
});
