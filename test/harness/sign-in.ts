import type { BrowserContext } from '@playwright/test';
import { PASSWORD, type Person, type System } from './system.ts';

type Cookies = Awaited<ReturnType<BrowserContext['cookies']>>;

/**
 * Signs people in by their password, with the same requests as the sign-in page. The first call opens the session,
 * later ones reuse its cookies while it is open, so that a journey costs no password hash. `signIn.password` is theirs.
 */
export function makeSignIn(system: System, webUrl: string) {
  const known = new Map<string, Cookies>();

  async function signIn(target: { context(): BrowserContext } | BrowserContext, person: Person): Promise<void> {
    const context = 'cookies' in target ? target : target.context();
    await context.clearCookies();
    const before = known.get(person.id);
    if (before && (await isOpen(system, person))) return context.addCookies(before);
    const csrf = (await (await context.request.get(`${webUrl}/api/auth/csrf`)).json()) as { csrfToken: string };
    const form = { ...csrf, email: person.email, password: PASSWORD, json: 'true', callbackUrl: webUrl };
    const response = await context.request.post(`${webUrl}/api/auth/callback/password`, { form });
    const cookies = await context.cookies(webUrl);
    if (!response.ok() || !cookies.some((cookie) => cookie.name.endsWith('.session'))) {
      throw new Error(`Sign-in of ${person.email} failed: ${response.status()} ${await response.text()}`);
    }
    known.set(person.id, cookies);
  }

  return Object.assign(signIn, { password: PASSWORD });
}

/** Whether the session is still open: a journey may have signed the person out. */
async function isOpen({ services: { sql } }: System, person: Person): Promise<boolean> {
  const [found] = await sql`select from session where person_id = ${person.id} limit 1`;
  return found !== undefined;
}
