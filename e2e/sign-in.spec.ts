import { expect, expectAccessible, type Page, test } from './fixtures.ts';
import { joinBy } from './people.ts';

const PASSWORD = 'four words make one';

async function sendPassword(page: Page, email: string, password: string): Promise<void> {
  await page.getByLabel('E-mail address').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

for (const width of [1440, 390]) {
  test.describe(`Signing in, ${width} px wide`, () => {
    test.use({ viewport: { width, height: 844 } });

    test('a one-time link requires a new password, continues to the project, and works only once', async ({
      page,
      anotherBrowser,
      system,
    }) => {
      const person = await system.person({ role: 'editor' });
      await page.goto(person.signInLink);
      await expect(page.getByRole('heading', { name: `Choose a password, ${person.name}` })).toBeVisible();
      await expect(page.getByLabel('E-mail address')).toHaveValue(person.email);
      await expectAccessible(page);

      await page.getByLabel('New password').fill('short');
      await page.getByRole('button', { name: 'Set the password and sign in' }).click();
      await expect(page.getByRole('alert').filter({ hasText: 'Use at least 8 characters' })).toBeVisible();
      await expectAccessible(page);

      await page.getByLabel('New password').fill(PASSWORD);
      await page.getByRole('button', { name: 'Set the password and sign in' }).click();
      await expect(page).toHaveURL(/\/p\/default$/);

      const elsewhere = await anotherBrowser();
      await elsewhere.goto(person.signInLink);
      await expect(elsewhere.getByText('This sign-in link was used before')).toBeVisible();
    });

    test('a wrong password is refused with a sentence, and the right one leads back to the requested page', async ({
      page,
      anotherBrowser,
      system,
    }) => {
      const person = await system.person({ role: 'viewer' });
      await joinBy(page, person.signInLink, PASSWORD);
      const later = await anotherBrowser();
      await later.goto('/p/default/settings/environments');
      await expect(later).toHaveURL(/\/sign-in\?next=/);
      await expectAccessible(later);

      await sendPassword(later, person.email, 'not this one at all');
      await expect(later.getByText('E-mail address or password is wrong.')).toBeVisible();
      await expectAccessible(later);

      await sendPassword(later, person.email, PASSWORD);
      await expect(later).toHaveURL(/\/p\/default\/settings\/environments$/);
      await expect(later.getByRole('heading', { level: 1 })).toContainText('production by promotion only');
    });

    test('the way back never leads to another site', async ({ page, system }) => {
      const person = await system.person({ role: 'viewer' });
      const link = new URL(person.signInLink);
      link.searchParams.set('next', 'https://elsewhere.example/p/default');
      await joinBy(page, link.href, PASSWORD);
      expect(new URL(page.url()).host).toBe(link.host);
    });

    test('after signing out a page redirects to sign-in', async ({ page, system, signIn }) => {
      const person = await system.person({ role: 'viewer' });
      await signIn(page, person);
      await page.goto('/p/default/settings/members');
      await page.getByRole('button', { name: `Signed in as ${person.name}` }).click();
      await page.getByRole('menuitem', { name: 'Sign out' }).click();
      await expect(page).toHaveURL(/\/sign-in/);
      await page.goto('/p/default/settings/members');
      await expect(page).toHaveURL(/\/sign-in\?next=%2Fp%2Fdefault%2Fsettings%2Fmembers$/);
    });

    test('changing the password ends all sessions, and only the new password works', async ({ page, system }) => {
      const person = await system.person({ role: 'viewer' });
      await joinBy(page, person.signInLink, PASSWORD);
      await page.goto('/p/default/settings/about');
      await page.getByRole('button', { name: `Signed in as ${person.name}` }).click();
      await page.getByRole('menuitem', { name: 'Change password' }).click();
      const dialog = page.getByRole('dialog', { name: 'Change your password' });
      await dialog.getByLabel('Present password').fill('not this one at all');
      await dialog.getByLabel('New password').fill('five words make one more');
      await dialog.getByRole('button', { name: 'Change the password' }).click();
      await expect(dialog.getByText('The present password is wrong.')).toBeVisible();
      await expectAccessible(page);
      await dialog.getByLabel('Present password').fill(PASSWORD);
      await dialog.getByRole('button', { name: 'Change the password' }).click();
      await expect(page).toHaveURL(/\/sign-in/);
      await sendPassword(page, person.email, PASSWORD);
      await expect(page.getByText('E-mail address or password is wrong.')).toBeVisible();
      await sendPassword(page, person.email, 'five words make one more');
      await expect(page).toHaveURL(/\/p\/default/);
    });

    test('an invitation of an address with an account requires its password, and joins with one button', async ({
      page,
      anotherBrowser,
      system,
      signIn,
    }) => {
      const joiner = await system.person({ role: 'viewer', name: 'Joan' });
      const inviter = await system.person({ role: 'admin', project: 'other' });
      const link = await system.invite({ email: joiner.email, role: 'editor', by: inviter, project: 'other' });
      await page.goto(link);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('Join other');
      await expect(page.getByText('This address has an account already.')).toBeVisible();
      await expectAccessible(page);
      await sendPassword(page, joiner.email, signIn.password);
      await expect(page.getByText(`You are signed in as ${joiner.email}.`)).toBeVisible();
      await expectAccessible(page);

      const another = await anotherBrowser(inviter);
      await another.goto(link);
      await expect(another.getByText(`This invitation is for ${joiner.email}`)).toBeVisible();
      await expectAccessible(another);

      await page.getByRole('button', { name: 'Join other' }).click();
      await expect(page).toHaveURL(/\/p\/other$/);
      await page.goto('/p/other/settings/members');
      await expect(page.getByRole('row').filter({ hasText: joiner.email })).toContainText('editor');
    });

    test('another project’s page and one that does not exist are the same 404 page', async ({
      page,
      system,
      signIn,
    }) => {
      await signIn(page, await system.person({ role: 'admin' }));
      for (const project of ['other', 'nowhere']) {
        const response = await page.goto(`/p/${project}/settings/members`);
        expect(response?.status()).toBe(404);
        await expect(page.getByRole('heading', { level: 1 })).toHaveText(
          'There is nothing at this address that you may see.',
        );
      }
      await expectAccessible(page);
    });
  });
}

test('a stored cookie gives no access after signing out, on any entry', async ({
  page,
  system,
  signIn,
  playwright,
}) => {
  const person = await system.person({ role: 'viewer' });
  await signIn(page, person);
  await page.goto('/p/default/settings/members');
  const origin = new URL(page.url()).origin;
  const cookie = (await page.context().cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const thief = await playwright.request.newContext({ extraHTTPHeaders: { cookie }, maxRedirects: 0 });
  const list = `${origin}/api/trpc/projects.list`;
  expect((await thief.get(list)).status()).toBe(200);
  await page.getByRole('button', { name: `Signed in as ${person.name}` }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  expect((await thief.get(list)).status()).toBe(401);
  expect((await thief.get(`${origin}/p/default/settings/members`)).headers().location).toContain('/sign-in');
  expect(await (await thief.get(`${origin}/api/auth/session`)).json()).toEqual({});
  await thief.dispose();
});

test('too many wrong passwords get a 429 with the wait, which the page shows in words', async ({ page, system }) => {
  const person = await system.person({ role: 'viewer' });
  await page.goto('/sign-in');
  for (let i = 0; i < 5; i++) {
    await sendPassword(page, person.email, `wrong ${i}`);
    await expect(page.getByText('E-mail address or password is wrong.')).toBeVisible();
  }
  const answered = page.waitForResponse((response) => response.url().includes('/callback/password'));
  await sendPassword(page, person.email, 'wrong again');
  const response = await answered;
  expect(response.status()).toBe(429);
  const wait = Number(response.headers()['retry-after']);
  expect(wait).toBeGreaterThan(0);
  expect(wait).toBeLessThanOrEqual(1800);
  await expect(page.getByText(/^Too many wrong passwords\. Try again in (a minute|\d+ minutes)\.$/)).toBeVisible();
});
