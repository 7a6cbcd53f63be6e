import { afterAll, beforeAll, expect, test } from 'vitest';
import { releaseBuilder } from '#test/builders/release.ts';
import { recorded } from '#test/builders/scored-runs.ts';
import { type System, startSystem } from '#test/harness/system.ts';
import { isLargePromotion } from './is-large-promotion.ts';

const LARGE = 'a'.repeat(110_000);

let system: System;
let key: string;
beforeAll(async () => {
  system = await startSystem();
  key = await system.key(undefined, { owner: await system.person({ role: 'admin' }) });
});
afterAll(() => system.dispose());

/** A prompt whose versions hold these texts, the first of which serves staging. */
async function staged(prompt: string, ...templates: string[]) {
  const release = releaseBuilder(system, key);
  await system.api('POST', '/api/v1/prompts', { key, body: { name: prompt, type: 'text' } });
  for (const template of templates) {
    const body = { template, config: { model: 'test/m' } };
    const made = await system.api('POST', `/api/v1/prompts/${prompt}/versions`, { key, body });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
  }
  await release.stage(prompt, 1);
  return release;
}

/** Asked for, and its gate has not run. */
async function asked(prompt: string, version: number): Promise<string> {
  const response = await system.api('POST', '/api/v1/promotions', { key, body: { prompt, version, to: 'staging' } });
  expect(response.status, JSON.stringify(response.body)).toBe(201);
  return response.body.id;
}

test('without a verdict it is compared with what serves now, whose text counts', async () => {
  await staged('large-serves', LARGE, 'short');
  expect(await isLargePromotion(system.ctx(), await asked('large-serves', 2))).toBe(true);
});

test('small texts on both sides are not large', async () => {
  await staged('small', 'long ago', 'short');
  expect(await isLargePromotion(system.ctx(), await asked('small', 2))).toBe(false);
});

test('with a verdict it is compared with what served when the gate decided', async () => {
  const release = await staged('decided', LARGE, 'short', 'shorter');
  const { baseline } = recorded([20, 0, 0, 0]);
  await release.dataset('decided', baseline);
  const id = await asked('decided', 3);
  await system.drain();
  await release.stage('decided', 2);
  expect((await release.promotion(id)).baseline).toMatchObject({ version: 1 });
  expect(await isLargePromotion(system.ctx(), id)).toBe(true);
});
