import { expect, test } from './fixtures.ts';
import { expectGoodEverywhere } from './look.ts';

const PROJECT = 'runbooks';

test('a first responder finds the runbook, ticks, and moves a prompt to its fallback after seeing what that does', async ({
  page,
  system,
  signIn,
}) => {
  await system.addProject(PROJECT);
  const ed = await system.person({ role: 'editor', name: 'Ed', project: PROJECT });
  const key = await system.key(['admin', 'read', 'registry'], { owner: ed, project: PROJECT });
  const post = async (method: string, path: string, body: object) => {
    const response = await system.api(method, path, { key, body });
    expect(response.status, JSON.stringify(response.body)).toBeLessThan(300);
  };
  await post('POST', '/api/v1/models', { provider: 'acme', model_id: 'large', fallback: 'acme/spare' });
  await post('POST', '/api/v1/models', { provider: 'acme', model_id: 'spare' });
  await post('POST', '/api/v1/prompts', { name: 'help/answer', type: 'text' });
  await post('POST', '/api/v1/prompts/help%2Fanswer/versions', { template: 'Hi', config: { model: 'acme/large' } });
  await post('PUT', '/api/v1/prompts/help%2Fanswer/environments/staging', { version: 1 });

  await signIn(page, ed);
  await page.goto(`/p/${PROJECT}`);
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Runbooks' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('No step of 4 runbooks is dead;');
  await expect(page.getByRole('row').filter({ hasText: 'Cost spike' })).toContainText('2 with nothing to act on yet');
  await expect(page.getByText('No user is blocked and no input is capped.')).toBeVisible();
  await expectGoodEverywhere(page);

  await page.getByRole('link', { name: 'Provider outage' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(
    /^Provider outage: no step is dead; 1.step has nothing to act on yet\.$/,
  );
  await page.getByRole('checkbox', { name: 'Is it the provider or us?' }).check();
  await expect(page.getByText('Ed started this run')).toBeVisible();
  await expect(page.getByText('1 of 8 done')).toBeVisible();
  await expectGoodEverywhere(page);

  await page.getByRole('button', { name: 'Use the fallback' }).click();
  const dialog = page.getByRole('dialog', { name: 'Move the prompt to its fallback' });
  await dialog.getByLabel('Environment').fill('staging');
  await dialog.getByRole('button', { name: 'Show what it will do' }).click();
  const preview = dialog.getByRole('region', { name: 'What it will do' });
  await expect(preview).toContainText('help/answer v1 in staging moves from acme/large to acme/spare');
  await expect(preview).toContainText('No request in the last hour.');
  await expect(preview).toContainText('Deploy v1 on acme/large to staging again.');
  await preview.getByLabel('Note').fill('large is down');
  await preview.getByRole('button', { name: 'Use the fallback now' }).click();
  await expect(page.getByText('Ed: help/answer v1 on acme/spare serves staging.')).toBeVisible();
  await expect(page.getByText('2 of 8 done')).toBeVisible();
  // The fallback serves now, and has none of its own.
  await expect(page.getByText('acme/spare has no fallback. Name one')).toBeVisible();
  const served = await system.api('GET', '/api/v1/prompts/help%2Fanswer', { key });
  expect(served.body.environments.staging.model).toBe('acme/spare');

  await page.getByRole('button', { name: 'Drill now' }).click();
  await expect(page.getByText('Step 5: acme/spare has no fallback')).toBeVisible();
  await page.getByRole('button', { name: 'Edit' }).click();
  const edit = page.getByRole('dialog', { name: 'Edit Provider outage' });
  const text = edit.getByLabel('Markdown');
  const markdown = await text.inputValue();
  await text.fill(markdown.replace('~~~act deploy_fallback\n~~~', ''));
  await edit.getByRole('button', { name: 'Save the version' }).click();
  await expect(edit.getByText('Step 5 acts, but has no block')).toBeVisible();
  await text.fill(
    markdown.replace('## Detection signal', '## Detection signal\n<b>bold</b> ![x](https://example.test/x.png)\n'),
  );
  await edit.getByLabel('Owner').fill('Search team');
  await edit.getByRole('button', { name: 'Save the version' }).click();
  await expect(page.getByText('version 2 is newer and holds from the next run on')).toBeVisible();
  await page.getByRole('button', { name: 'End the run' }).click();
  await expect(page.getByText('Owner: Search team.')).toBeVisible();
  await expect(page.locator('[data-slot=markdown] img, [data-slot=markdown] b')).toHaveCount(0);
});
