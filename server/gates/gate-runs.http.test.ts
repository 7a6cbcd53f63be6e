import { afterAll, describe, expect, test } from 'vitest';
import { releaseBuilder } from '#test/builders/release.ts';
import { recorded } from '#test/builders/scored-runs.ts';
import { startSystem } from '#test/harness/system.ts';

const system = await startSystem();
const key = await system.key(undefined, { owner: await system.person({ role: 'admin' }) });
const release = releaseBuilder(system, key);
afterAll(() => system.dispose());

const oneOfTenLost = recorded([9, 0, 1, 0]);
const better = recorded([100, 40, 0, 60]);

describe('POST /api/v1/gates/check: which runs', () => {
  const same = recorded([20, 0, 0, 0]);

  test('nothing deployed yet: the candidate’s run alone, noted', async () => {
    const prompt = await release.prompt();
    await release.runs(prompt, prompt, same);
    expect(await release.check({ prompt, version: 2 })).toMatchObject({ verdict: 'pass', note: 'no_baseline' });
  });

  test('nothing deployed yet: floors and limits decide all the same', async () => {
    const prompt = await release.prompt();
    await release.runs(prompt, prompt, better);
    await release.policy(prompt, { floors: { maths: 0.8 }, limits: { cost_usd_per_item_max: 1 } });
    const gate = await release.check({ prompt, version: 2 });
    expect([gate.verdict, gate.note, gate.reasons]).toEqual([
      'fail',
      'no_baseline',
      ['below_floor', 'limit_unmeasured'],
    ]);
  });

  test('items that no scorer can judge are unresolved on both sides', async () => {
    const prompt = await release.prompt();
    await release.dataset(prompt, same.baseline);
    const scorers = [{ type: 'numeric' }];
    await release.run(prompt, 1, prompt, same.baseline, { scorers });
    await release.run(prompt, 2, prompt, same.candidate, { scorers });
    await release.stage(prompt, 1);
    const gate = await release.check({ prompt, version: 2 });
    expect([gate.verdict, gate.reasons]).toEqual(['inconclusive', ['too_few', 'unresolved']]);
  });

  test('what serves already is identical, and nothing is compared', async () => {
    const prompt = await release.prompt();
    await release.stage(prompt, 1);
    expect(await release.check({ prompt, version: 1 })).toMatchObject({ verdict: 'pass', note: 'identical', runs: [] });
  });

  test('what serves already is compared all the same with a baseline run that is named', async () => {
    const prompt = await release.prompt();
    const [baseline] = await release.runs(prompt, prompt, recorded([60, 0, 40, 0]));
    await release.stage(prompt, 2);
    const gate = await release.check({ prompt, version: 2, baseline_run: baseline });
    expect([gate.verdict, gate.note, gate.reasons]).toEqual(['fail', null, ['drop']]);
  });

  test('no run on any side: there is no golden set', async () => {
    const prompt = await release.prompt();
    const gate = await release.check({ prompt, version: 1 });
    expect([gate.verdict, gate.reasons[0]]).toEqual(['inconclusive', 'no_golden_set']);
  });

  test.for([
    ['of the candidate', 1, 'candidate_missing'],
    ['of what serves', 2, 'baseline_missing'],
  ] as const)('no run %s is inconclusive, and says so', async ([, measuredVersion, code]) => {
    const prompt = await release.prompt();
    await release.dataset(prompt, same.baseline);
    await release.run(prompt, measuredVersion, prompt, same.baseline);
    await release.stage(prompt, 1);
    const gate = await release.check({ prompt, version: 2 });
    expect([gate.verdict, gate.reasons[0]]).toEqual(['inconclusive', code]);
  });

  test('a new dataset version needs new runs of both sides', async () => {
    const prompt = await release.prompt();
    await release.runs(prompt, prompt, same);
    await release.stage(prompt, 1);
    await release.addItems(prompt, recorded([1, 0, 0, 0], 'new').baseline);
    const gate = await release.check({ prompt, version: 2 });
    expect(gate.reasons).toEqual(['candidate_missing', 'baseline_missing']);
  });

  test('a run with other scorers is no baseline', async () => {
    const prompt = await release.prompt();
    await release.dataset(prompt, same.baseline);
    const other = [{ type: 'contains', value: 'y' }];
    const baseline = await release.run(prompt, 1, prompt, same.baseline, { scorers: other });
    await release.run(prompt, 2, prompt, same.candidate);
    await release.stage(prompt, 1);
    expect((await release.check({ prompt, version: 2 })).reasons[0]).toBe('baseline_missing');
    const named = await release.check({ prompt, version: 2, baseline_run: baseline });
    expect([named.verdict, named.reasons[0]]).toEqual(['inconclusive', 'not_comparable']);
  });

  test('the newest completed run of each side decides, and earlier ones do not', async () => {
    const prompt = await release.prompt();
    const { baseline: right, candidate: wrong } = recorded([60, 0, 40, 0]);
    await release.runs(prompt, prompt, { baseline: right, candidate: wrong });
    await release.stage(prompt, 1);
    expect((await release.check({ prompt, version: 2 })).verdict).toBe('fail');
    const candidate = await release.run(prompt, 2, prompt, right);
    expect(await release.check({ prompt, version: 2 })).toMatchObject({ verdict: 'pass', runs: [{ run: candidate }] });
    const baseline = await release.run(prompt, 1, prompt, wrong);
    const { categories, runs } = await release.check({ prompt, version: 2 });
    expect([runs[0].baseline_run, categories[0].delta]).toEqual([baseline, 0.4]);
  });

  test('a run that is still being scored does not count yet', async () => {
    const prompt = await release.prompt();
    await release.dataset(prompt, same.baseline);
    await release.run(prompt, 1, prompt, same.baseline);
    await release.stage(prompt, 1);
    await release.run(prompt, 2, prompt, same.candidate, { unscored: true });
    expect((await release.check({ prompt, version: 2 })).reasons).toEqual(['candidate_missing']);
    await system.drain();
    expect((await release.check({ prompt, version: 2 })).verdict).toBe('pass');
  });

  test('a named run wins over the newest, on either side', async () => {
    const prompt = await release.prompt(release.newName(), 3);
    const [baseline, candidate] = await release.runs(prompt, prompt, recorded([60, 0, 40, 0]));
    await release.run(prompt, 3, prompt, recorded([100, 0, 0, 0]).candidate);
    await release.stage(prompt, 3);
    const gate = await release.check({ prompt, version: 2, run: candidate, baseline_run: baseline });
    expect(gate.runs).toMatchObject([{ run: candidate, baseline_run: baseline }]);
  });

  test('runs on all golden sets of the policy are needed', async () => {
    const prompt = await release.prompt();
    await release.runs(prompt, prompt, same);
    const second = await release.dataset(release.newName(), same.baseline);
    await release.stage(prompt, 1);
    await release.policy(prompt, { datasets: [prompt, second] });
    const gate = await release.check({ prompt, version: 2 });
    expect(gate.verdict).toBe('inconclusive');
    expect(new Set(gate.findings.map(({ dataset }: { dataset: string }) => dataset))).toEqual(new Set([second]));
  });

  test('the scorers of the policy are needed on both sides', async () => {
    const prompt = await release.prompt();
    await release.runs(prompt, prompt, same);
    await release.stage(prompt, 1);
    await release.policy(prompt, { scorers: [{ type: 'contains', value: 'yes' }] });
    const other = await release.check({ prompt, version: 2 });
    expect([other.verdict, other.reasons]).toEqual(['inconclusive', ['candidate_missing', 'baseline_missing']]);
    await release.policy(prompt, { scorers: [{ type: 'equals', value: 'yes' }] });
    expect((await release.check({ prompt, version: 2 })).verdict).toBe('pass');
  });

  test('a margin in the request wins over the policy’s', async () => {
    const prompt = await release.prompt();
    await release.runs(prompt, prompt, recorded([60, 0, 40, 0]));
    await release.stage(prompt, 1);
    expect(await release.check({ prompt, version: 2, margin: 0.5 })).toMatchObject({ verdict: 'pass', margin: 0.5 });
  });

  test('inconclusive says how many items would settle it', async () => {
    const prompt = await release.prompt();
    await release.runs(prompt, prompt, oneOfTenLost);
    await release.stage(prompt, 1);
    expect((await release.check({ prompt, version: 2 })).needed_items.maths).toBeGreaterThan(10);
  });

  test.for([
    ['an unknown prompt', { prompt: 'nothing' }, 404, undefined],
    ['an unknown version', { version: 99 }, 422, '/version'],
    ['an unknown environment', { environment: 'mars' }, 422, '/environment'],
    ['an unknown run', { run: '0b5a4a4e-95f5-4d8e-8f4b-0e6a2a4d6d60' }, 422, '/run'],
    ['a margin over 1', { margin: 2 }, 422, '/margin'],
  ] as const)('%s is named', async ([, change, status, path]) => {
    const prompt = await release.prompt();
    const response = await system.api('POST', '/api/v1/gates/check', { key, body: { prompt, version: 1, ...change } });
    expect([response.status, response.body.errors?.[0].path]).toEqual([status, path]);
  });
});
