import { inTransaction } from '#server/platform/in-transaction.ts';
import { makeSignInLink } from '#server/projects/sign-in/sign-in-link.ts';
import type { Person, System } from '#test/harness/system.ts';

export const PASSWORD = 'a long enough passphrase, 1906';

/**
 * Signs a person in by a one-time link, as the sign-in page does, and returns the cookies of the session and the
 * address to continue to. Rejects where no session was opened.
 */
export async function signIn(
  { services }: System,
  webUrl: string,
  person: Person,
  callbackUrl = webUrl,
): Promise<{ cookies: string; url: string }> {
  const jar = new Map<string, string>();
  const keep = (response: Response): Response => {
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
    }
    return response;
  };
  const cookies = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const link = { personId: person.id, projectId: null, vouched: true };
  const token = await inTransaction(services, (services) => makeSignInLink(services, link));
  const { csrfToken } = (await keep(await fetch(`${webUrl}/api/auth/csrf`)).json()) as { csrfToken: string };
  const response = keep(
    await fetch(`${webUrl}/api/auth/callback/link`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie: cookies(), 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ csrfToken, token, password: PASSWORD, json: 'true', callbackUrl }),
    }),
  );
  const text = await response.text();
  if (![...jar.keys()].some((name) => name.endsWith('.session'))) {
    throw new Error(`Sign-in of ${person.email} failed: ${response.status} ${text}`);
  }
  return { cookies: cookies(), url: (JSON.parse(text) as { url: string }).url };
}
