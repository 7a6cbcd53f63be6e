import type { Page } from './fixtures.ts';

/** A tab of the settings of the project `default`. */
export const settings = (tab: string) => `/p/default/settings/${tab}`;

/** The row of a table that contains `text`. */
export const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text });

/** Opens a one-time link, chooses the password and waits for the page of a project. */
export async function joinBy(page: Page, link: string, password = 'four words make one'): Promise<void> {
  await page.goto(link);
  await page.getByLabel('New password').fill(password);
  await page.getByRole('button', { name: 'Set the password and sign in' }).click();
  await page.waitForURL(/\/p\/[\w-]+$/);
}
