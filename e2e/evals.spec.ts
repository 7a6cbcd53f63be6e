import { releaseAs } from '#test/builders/release.ts';
import { rated, ratedFaster, scoredItem } from '#test/builders/scored-runs.ts';
import { expect, expectAccessible, test } from './fixtures.ts';
import { expectNoSidewaysScroll } from './look.ts';

const BEFORE = rated({ prime: { n: 60, right: 10 }, composite: { n: 60, right: 54 } });
const AFTER = ratedFaster({ prime: { n: 60, right: 52 }, composite: { n: 60, right: 30 } });

test('two runs are picked and compared, moved through by keyboard, and the state is in the URL', async ({
  page,
  system,
  signIn,
}) => {
  const kim = await system.person({ role: 'editor', name: 'Kim' });
  const release = await releaseAs(system, kim);
  const prompt = await release.prompt('compare/is-prime');
  await release.dataset('compare-golden', BEFORE);
  await release.run(prompt, 1, 'compare-golden', BEFORE);
  await release.run(prompt, 2, 'compare-golden', AFTER);
  await signIn(page, kim);

  await page.goto(`/p/default/evals?tab=runs&prompt=${encodeURIComponent(prompt)}`);
  await expectAccessible(page);
  await page.getByLabel(/Pick compare\/is-prime version 1/).check({ force: true });
  await page.getByLabel(/Pick compare\/is-prime version 2/).check({ force: true });
  await expect(page).toHaveURL(/pick=/);
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Compare', exact: true }).click();

  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    'B is right more often, 68.3 % against 53.3 %, and still fails: composite falls from 90.0 % to 50.0 %.',
  );
  await expect(page.getByText('shown only')).toBeVisible();
  await expect(page.getByText('never outvotes')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Regressions 24' })).toHaveAttribute('aria-pressed', 'true');
  await expect(page.getByRole('heading', { name: 'Item composite-30' })).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);

  // j and k move, / searches, and the open item is in the URL.
  await page.keyboard.press('j');
  await expect(page.getByRole('heading', { name: 'Item composite-31' })).toBeVisible();
  await expect(page).toHaveURL(/item=composite-31/);
  await page.keyboard.press('k');
  await expect(page.getByRole('heading', { name: 'Item composite-30' })).toBeVisible();
  await page.keyboard.press('/');
  await expect(page.getByLabel('Search items')).toBeFocused();
  await page.keyboard.type('composite-4');
  await expect(page.getByRole('status').filter({ hasText: '10 items, worst first' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Item composite-40' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.getByLabel('Search items').fill('');

  await page.getByRole('button', { name: 'Improvements 42' }).click();
  await expect(page).toHaveURL(/show=improvements/);
  await expect(page.getByText('42 items, best first')).toBeVisible();
  await page.getByRole('button', { name: /^All 120/ }).click();
  await page.getByRole('link', { name: 'prime', exact: true }).click();
  await expect(page).toHaveURL(/category=prime/);
  await expect(page.getByText('60 items, worst first')).toBeVisible();
  await page.getByRole('button', { name: 'Plain' }).click();
  await expect(page).toHaveURL(/view=plain/);

  // A copied URL shows the same state again.
  await page.goto(`${page.url()}&item=prime-20`);
  await expect(page.getByRole('heading', { name: 'Item prime-20' })).toBeVisible();
  await expect(page.getByRole('article', { name: 'Answer A, baseline' })).toContainText('Wrong');
  await expect(page.getByRole('article', { name: 'Answer B, candidate' })).toContainText('Right');
  await expect(page.getByRole('article', { name: 'Answer B, candidate' })).toContainText('1 token, 250 ms, $0.00100');
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
  await expectAccessible(page);

  // A failed read must not look as if no item got worse.
  await page.route('**/api/trpc/**', (route) => route.abort());
  await page.getByRole('button', { name: /^Regressions/ }).click();
  await expect(page.getByText(/Not loaded. The server did not respond./)).toBeVisible({ timeout: 20_000 });
  await page.unroute('**/api/trpc/**');
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByText('No item got worse here')).toBeVisible();
});

test('for runs on different dataset versions the page explains why they cannot be compared, and what to do', async ({
  page,
  system,
  signIn,
}) => {
  const lou = await system.person({ role: 'editor', name: 'Lou' });
  const release = await releaseAs(system, lou);
  const prompt = await release.prompt('apart/answer');
  await release.dataset('apart-golden', BEFORE);
  const older = await release.run(prompt, 1, 'apart-golden', BEFORE);
  await release.addItems('apart-golden', [scoredItem('one-more', [1])]);
  const newer = await release.importRun(prompt, 2, 'apart-golden', [{ item: 'one-more', output: 'yes' }]);
  await signIn(page, lou);
  await page.goto(`/p/default/evals/compare?candidate=${newer}&baseline=${older}`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('These two runs cannot be compared.');
  await expect(page.getByText(/versions 2 and 1 of apart-golden/)).toBeVisible();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Pick another run' }).click();
  await expect(page.getByRole('group', { name: 'Picked runs' })).toContainText('Pick a second run');
  await page.goto('/p/default/evals/compare');
  await expect(page.getByRole('link', { name: 'Go to the runs' })).toBeVisible();
});

test('unusual data is readable: ids in other scripts, empty and missing answers, unmeasured values', async ({
  page,
  system,
  signIn,
}) => {
  const ida = await system.person({ role: 'editor', name: 'Ida' });
  const release = await releaseAs(system, ida);
  const prompt = await release.prompt('odd/answer');
  const ids = ['ß/1', '日本 2', 'a b', '"q" & <b>', '%20', 'plain-6'];
  await release.send(201, 'POST', '/api/v1/datasets', { name: 'odd-golden' });
  await release.send(
    201,
    'POST',
    '/api/v1/datasets/odd-golden/items',
    ids.map((id, i) => ({
      id,
      input: i === 0 ? {} : { question: `Question ${i}\n\tin two lines`, more: { deep: [1, 2] } },
      expected: i === 5 ? undefined : 'yes',
      category: i < 3 ? 'a category with an uncommonly long name that goes on and on' : 'short',
    })),
  );
  const scorers = [{ type: 'equals' }]; // which returns no score where nothing is expected
  const baseline = await release.importRun(
    prompt,
    1,
    'odd-golden',
    ids.map((item) => ({ item, output: 'yes' })),
    { scorers },
  );
  const candidate = await release.importRun(
    prompt,
    2,
    'odd-golden',
    ids.slice(0, 5).map((item, i) => {
      if (i === 1) return { item, error: 'The provider answered 529 three times.' };
      return { item, output: i === 2 ? '' : 'yes' };
    }),
    { scorers },
  );
  await signIn(page, ida);
  await page.goto(`/p/default/evals/runs/${candidate}`);
  await expect(page.getByText('an empty answer')).toBeVisible();
  await expect(page.getByText('The provider answered 529 three times.')).toBeVisible();
  await expectAccessible(page);
  await page.goto(`/p/default/evals/compare?candidate=${candidate}&baseline=${baseline}&show=all`);
  for (const [id, says] of [
    ['日本 2', 'The provider answered 529 three times.'],
    ['a b', 'an empty answer'],
    ['plain-6', 'not run'],
    ['"q" & <b>', 'tokens, latency, cost unknown'],
  ] as const) {
    await page.getByRole('link', { name: id }).click();
    await expect(page.getByRole('heading', { name: `Item ${id}` })).toBeVisible();
    await expect(page.getByRole('article', { name: 'Answer B, candidate' })).toContainText(says);
  }
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoSidewaysScroll(page);
});

test('ten thousand items scroll to their end', async ({ page, system, signIn }) => {
  test.setTimeout(300_000);
  const tom = await system.person({ role: 'editor', name: 'Tom' });
  const release = await releaseAs(system, tom);
  const prompt = await release.prompt('large/answer');
  const all = rated({ many: { n: 10_000, right: 9_000 } });
  await release.dataset('large-golden', all);
  const baseline = await release.run(prompt, 1, 'large-golden', all);
  const candidate = await release.run(prompt, 2, 'large-golden', ratedFaster({ many: { n: 10_000, right: 8_999 } }));
  await signIn(page, tom);
  await page.goto(`/p/default/evals/compare?candidate=${candidate}&baseline=${baseline}`);
  await expect(page.getByRole('heading', { name: 'Item many-8999' })).toBeVisible({ timeout: 30_000 });
  await expect(page.getByText('1 item, worst first')).toBeVisible();
  await page.getByRole('button', { name: 'All 10,000' }).click();
  await expect(page.getByText('10,000 items, worst first')).toBeVisible({ timeout: 30_000 });
  const list = page.getByRole('region', { name: 'Items' });
  expect(await list.getByRole('listitem').count(), 'rows that are drawn').toBeLessThan(80);
  await list.evaluate((region) => region.scrollTo({ top: region.scrollHeight }));
  await expect(list.getByRole('link', { name: 'many-9999' })).toBeVisible({ timeout: 180_000 });
  await list.getByRole('link', { name: 'many-9999' }).click();
  await expect(page.getByRole('heading', { name: 'Item many-9999' })).toBeVisible();
  await expect(page).toHaveURL(/item=many-9999/);
});

test('empty pages explain their purpose and give the command with the installation’s own address', async ({
  page,
  system,
  signIn,
}) => {
  const uma = await system.person({ role: 'editor', name: 'Uma', project: 'other' });
  await signIn(page, uma);
  for (const [address, title] of [
    ['/p/other/evals', 'No dataset yet'],
    ['/p/other/evals?tab=runs', 'No run yet'],
    ['/p/other/promotions', 'No promotion yet'],
  ] as const) {
    await page.goto(address);
    await expect(page.getByRole('heading', { name: title, exact: true })).toBeVisible();
    await expect(page.getByText(`curl ${system.edgeUrl}`).first()).toBeVisible();
    await expect(page.getByText('$SWITCHYARD_API_KEY').first()).toBeVisible();
    await expectAccessible(page);
    await expectNoSidewaysScroll(page);
  }
});
