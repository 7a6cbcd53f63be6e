import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_GATE_RULES } from '#server/gates/domain/policy.ts';
import { codeOf, pagesOf } from '#test/builders/pages.ts';
import { type Releases, startReleases } from '#test/builders/release.ts';
import { recorded } from '#test/builders/scored-runs.ts';
import type { Person } from '#test/harness/system.ts';

let releases: Releases;
const project = 'default';

beforeAll(async () => {
  releases = await startReleases();
});

afterAll(() => releases.system.dispose());

const pagesFor = (person: Person) => pagesOf(releases.system, person);

describe('the promotion page', () => {
  test('shows a blocked promotion with its losses side by side and how other models did', async () => {
    await releases.served('page-worse', false);
    const asked = await releases.promote('page-worse', 2, releases.asker);
    const page = await pagesFor(releases.rita).promotions.detail({ project, id: asked.id });
    expect(page).toMatchObject({
      status: 'blocked',
      diff: { identical: false },
      gate: { verdict: 'fail', datasets: [{ categories: [{ name: 'maths', verdict: 'fail' }] }] },
      actions: { approve: { code: 'wrong_status' }, reject: { code: 'wrong_status' } },
    });
    expect(page.worst).toMatchObject([{ dataset: 'set-of-page-worse', regressions: 40 }]);
    expect(page.worst[0]?.items).toHaveLength(5);
    expect(page.worst[0]?.items[0]).toMatchObject({
      baseline: { output: 'yes', score: 1 },
      candidate: { output: 'no', score: 0 },
      delta: -1,
    });
    const verdicts = pagesFor(releases.ed).gates.versionVerdicts;
    const ofVersions = await verdicts({ project, prompt: 'page-worse' });
    expect(ofVersions.map(({ version, verdict }) => [version, verdict])).toEqual([
      [1, 'pass'],
      [2, 'fail'],
    ]);
    expect(page.otherModels).toMatchObject([{ version: 1, provider: 'test', model: 'm1', score: 1, n: 100 }]);
  });

  test('shows a first release: nothing to compare with, nothing to roll back to', async () => {
    const first = await releases.served('page-first');
    const page = await pagesFor(releases.rita).promotions.detail({ project, id: first.id });
    expect(page).toMatchObject({
      status: 'completed',
      baseline: null,
      rollbackTo: null,
      diff: null,
      worst: [],
      gate: { note: 'no_baseline' },
      actions: { rollback: { code: 'nothing_to_restore' } },
    });
  });

  test('gives each person their own buttons', async () => {
    await releases.measured('page-buttons');
    const asked = await releases.promote('page-buttons', 1, releases.asker);
    const [mine, theirs] = [
      await pagesFor(releases.ed).promotions.detail({ project, id: asked.id }),
      await pagesFor(releases.rita).promotions.detail({ project, id: asked.id }),
    ];
    expect(mine.actions).toMatchObject({ approve: { code: 'insufficient_role' }, cancel: null });
    expect(theirs.actions).toMatchObject({ approve: null, reject: null, cancel: null });
    const { id, revision } = asked;
    expect(await codeOf(pagesFor(releases.ed).promotions.approve({ project, id, revision }))).toBe('insufficient_role');
    expect(await codeOf(pagesFor(releases.rita).promotions.approve({ project, id, revision: 99 }))).toBe(
      'revision_conflict',
    );
    expect(await pagesFor(releases.rita).promotions.approve({ project, id, revision })).toMatchObject({
      status: 'completed',
    });
  });
});

describe('the promotions page', () => {
  test('lists what waits for each person: the same list differs by person', async () => {
    await releases.measured('page-waits');
    const asked = await releases.promote('page-waits', 1, releases.asker);
    await releases.prompt('page-unmeasured');
    const undecided = await releases.promote('page-unmeasured', 1, releases.asker);
    const rita = await pagesFor(releases.rita).promotions.list({ project });
    expect(rita.waitsForMe.map(({ id, waitsForMe }) => [id, waitsForMe])).toEqual([
      [asked.id, 'approve'],
      [undecided.id, 'override'],
    ]);
    expect(rita.counts).toMatchObject({ open: 2, waitsForMe: 2 });
    // On the first page a gate that one can decide oneself is not counted a second time.
    const overviews = [releases.rita, releases.ed].map((person) => pagesFor(person).overview.page({ project }));
    expect((await Promise.all(overviews)).map(({ promotions }) => promotions.counts)).toMatchObject([
      { waitsForMe: 2, needsEvidence: 0 },
      { waitsForMe: 0, needsEvidence: 1 },
    ]);
    const ed = await pagesFor(releases.ed).promotions.list({ project, group: 'open' });
    expect([ed.waitsForMe, ed.data.length]).toEqual([[], 2]);
    expect((await pagesFor(releases.ed).promotions.list({ project, group: 'decided' })).data.length).toBe(
      ed.counts.decided,
    );
  });

  test('is empty, not broken, in a project where nothing ever happened', async () => {
    const stranger = await releases.system.person({ role: 'viewer', project: 'other' });
    expect(await pagesFor(stranger).promotions.list({ project: 'other' })).toEqual({
      data: [],
      nextCursor: null,
      waitsForMe: [],
      counts: { open: 0, decided: 0, waitsForMe: 0 },
    });
    expect(await codeOf(pagesFor(stranger).promotions.list({ project }))).toBe('NOT_FOUND');
  });
});

describe('the form for a promotion', () => {
  test('returns what each target serves, and the verdict that the gate would give now, without storing it', async () => {
    const first = await releases.served('page-form');
    const ed = pagesFor(releases.ed);
    const form = await ed.promotions.requestForm({ project, prompt: 'page-form', version: 2, to: 'production' });
    expect(form.environments.at(-1)).toMatchObject({
      name: 'production',
      protected: true,
      requiredApprovals: 1,
      serving: { version: 1, promotionId: first.id },
      openPromotion: null,
    });
    expect(form.preview).toMatchObject({ verdict: 'pass', note: null });
    const made = await ed.promotions.create({ project, prompt: 'page-form', version: 2, to: 'production' });
    expect(made).toMatchObject({ status: 'evaluating', revision: 1 });
    const again = await ed.promotions.requestForm({ project, prompt: 'page-form' });
    expect([again.environments.at(-1)?.openPromotion, again.preview]).toEqual([made.id, null]);
    expect(await codeOf(ed.promotions.create({ project, prompt: 'page-form', version: 2, to: 'production' }))).toBe(
      'promotion_open',
    );
  });
});

describe('gates on pages', () => {
  test('compares two runs, and returns a sentence where it cannot', async () => {
    await releases.prompt('page-compare');
    const [baseline, run] = await releases.runs('page-compare', 'page-set', recorded([60, 0, 40, 0]));
    const rita = pagesFor(releases.rita);
    expect(await rita.gates.compareSummary({ project, run, baseline })).toMatchObject({
      comparable: true,
      run: { prompt: 'page-compare', version: 2 },
      decision: { verdict: 'fail', categories: [{ name: 'maths', delta: -0.4 }] },
    });
    const elsewhere = (await releases.runs('page-compare', 'page-set-2', recorded([5, 0, 0, 0])))[0];
    expect(await rita.gates.compareSummary({ project, run, baseline: elsewhere })).toEqual({
      comparable: false,
      message: expect.stringContaining('page-set'),
    });
  });

  test('shows the policy to every member and lets only an admin change it', async () => {
    const { policy, margin } = DEFAULT_GATE_RULES;
    const shown = await pagesFor(releases.ed).gates.policy({ project, prompt: 'page-compare' });
    expect(shown).toMatchObject({ policy, margin, floors: {}, revision: 0 });
    const change = { project, prompt: 'page-compare', revision: 0, floors: { maths: 0.5, overall: 0.4 } };
    expect(await codeOf(pagesFor(releases.rita).gates.updatePolicy(change))).toBe('insufficient_role');
    const admin = await releases.system.person({ role: 'admin' });
    expect(await pagesFor(admin).gates.updatePolicy(change)).toMatchObject({
      floors: { maths: 0.5, overall: 0.4 },
      revision: 1,
    });
  });
});
