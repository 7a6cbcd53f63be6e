import type { BrowserContext } from '@playwright/test';
import { makeSignInLink } from '#server/projects/sign-in-link.ts';
import type { Person, System } from './system.ts';

const PASSWORD = 'a long enough passphrase, 1906';

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>;

/**
 * Signs people in by their one-time link, over the same requests as the sign-in page. The first time makes the session,
 * later ones reuse its cookies, so that a journey costs no password hash. `signIn.password` is what they chose.
 */
export function makeSignIn(system: System, webUrl: string) {
  const known = new Map<string, Cookies>();

  async function signIn(target: { context(): BrowserContext } | BrowserContext, person: Person): Promise<void> {
    const context = 'cookies' in target ? target : target.context();
    await context.clearCookies();
    const before = known.get(person.id);
    if (before) return context.addCookies(before);
    const { services } = system;
    const token = await services.db.transaction((tx) => makeSignInLink(tx, services, person.id));
    const csrf = (await (await context.request.get(`${webUrl}/api/auth/csrf`)).json()) as { csrfToken: string };
    const form = { ...csrf, token, password: PASSWORD, json: 'true', callbackUrl: webUrl };
    const answer = await context.request.post(`${webUrl}/api/auth/callback/link`, { form });
    const cookies = await context.cookies(webUrl);
    if (!answer.ok() || !cookies.some((cookie) => cookie.name.endsWith('.session'))) {
      throw new Error(`Sign-in of ${person.email} failed: ${answer.status()} ${await answer.text()}`);
    }
    known.set(person.id, cookies);
  }

  return Object.assign(signIn, { password: PASSWORD });
}
