import { eq } from 'drizzle-orm';
import { person } from '#db/schema/projects.ts';
import type { Services } from '#server/platform/context.ts';
import { canonicalEmail } from '#server/projects/domain/email.ts';
import { clearFailedSignIns, countSignInAttempt } from './limit-sign-in.ts';
import { isRightPassword } from './password.ts';

/** The contents of a session; everything else is read from the database for each request. */
export type SessionStart = { id: string; sessionVersion: number };

/**
 * The person with this address and password, or null. An unknown or malformed address, a missing password and a wrong
 * one give the same result after the same time. Errors: 429 `too_many_attempts`, 503 `busy`.
 */
export async function checkPassword(
  services: Pick<Services, 'db' | 'clock' | 'log'>,
  given: { email: string; password: string; ip: string | null },
): Promise<SessionStart | null> {
  const email = canonicalEmail(given.email);
  const attempt = { email: email ?? given.email.trim().toLowerCase(), ip: given.ip };
  await countSignInAttempt(services, attempt);
  // A malformed address is looked up too, so that it takes as long as any other.
  const [found] = await services.db
    .select()
    .from(person)
    .where(eq(person.email, email ?? ''));
  const right = await isRightPassword(found?.passwordHash ?? null, given.password);
  if (!right || !found) {
    services.log.warn({ ip: given.ip, personId: found?.id ?? null }, 'sign-in refused');
    return null;
  }
  await clearFailedSignIns(services, attempt);
  return { id: found.id, sessionVersion: found.sessionVersion };
}
