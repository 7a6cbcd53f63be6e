import { and, eq, inArray, lt, sql } from 'drizzle-orm';
import { signInAttempt } from '#db/schema/projects.ts';
import type { Services } from '#server/platform/context.ts';
import { Fault } from '#server/platform/faults.ts';
import { sha256Hex } from '#server/platform/ids.ts';
import {
  LIMITS,
  recentFailures,
  tooManySentence,
  WINDOW_MS,
  waitMs,
  windowStart,
} from '#server/projects/domain/sign-in-limit.ts';

type Attempt = { email: string; ip: string | null };

/**
 * The subjects to count an attempt for. An account is hashed: people type passwords into the address field by mistake.
 */
function subjectsOf({ email, ip }: Attempt) {
  const account = sha256Hex(email).slice(0, 32);
  return {
    own: { subject: `account-at:${account}@${ip ?? 'unknown'}`, max: LIMITS.accountAtAddress },
    shared: [
      { subject: `address:${ip ?? 'unknown'}`, max: LIMITS.address },
      { subject: `account:${account}`, max: LIMITS.account },
    ],
  };
}

/**
 * Counts an attempt before it is made, so that many at once cannot pass the limit; {@link clearFailedSignIns} takes the
 * count back after a right password. Attempts past the limit of one account from one address do not count for the
 * shared limits. Errors: 429 `too_many_attempts`. No account is locked: the counts expire after 30 minutes.
 */
export async function countSignInAttempt(services: Pick<Services, 'db' | 'clock'>, attempt: Attempt): Promise<void> {
  const { own, shared } = subjectsOf(attempt);
  await count(services, [own]);
  await count(services, shared);
}

async function count(
  { db, clock }: Pick<Services, 'db' | 'clock'>,
  subjects: { subject: string; max: number }[],
): Promise<void> {
  const now = clock.now();
  const start = windowStart(now);
  const before = new Date(start.getTime() - WINDOW_MS);
  await db.delete(signInAttempt).where(lt(signInAttempt.windowStart, before));
  const counted = await db
    .insert(signInAttempt)
    .values(subjects.map(({ subject }) => ({ subject, windowStart: start, failures: 1 })))
    .onConflictDoUpdate({
      target: [signInAttempt.subject, signInAttempt.windowStart],
      set: { failures: sql`${signInAttempt.failures} + 1` },
    })
    .returning();
  const names = subjects.map((it) => it.subject);
  const earlier = await db
    .select()
    .from(signInAttempt)
    .where(and(inArray(signInAttempt.subject, names), eq(signInAttempt.windowStart, before)));
  for (const { subject, max } of subjects) {
    const current = counted.find((row) => row.subject === subject)?.failures ?? 0;
    const previous = earlier.find((row) => row.subject === subject)?.failures ?? 0;
    if (recentFailures({ current, previous }, now) > max) throw tooMany(waitMs({ current, previous }, max, now));
  }
}

/**
 * After a right password: deletes the count of this account from this address, and takes the attempt off the others.
 */
export async function clearFailedSignIns(
  { db, clock }: Pick<Services, 'db' | 'clock'>,
  attempt: Attempt,
): Promise<void> {
  const { own, shared } = subjectsOf(attempt);
  await db.delete(signInAttempt).where(eq(signInAttempt.subject, own.subject));
  const names = shared.map((it) => it.subject);
  await db
    .update(signInAttempt)
    .set({ failures: sql`greatest(${signInAttempt.failures} - 1, 0)` })
    .where(and(inArray(signInAttempt.subject, names), eq(signInAttempt.windowStart, windowStart(clock.now()))));
}

function tooMany(ms: number): Fault {
  const seconds = Math.max(1, Math.ceil(ms / 1000));
  return new Fault('too_many_attempts', {
    status: 429,
    public: tooManySentence(seconds),
    headers: { 'retry-after': String(seconds) },
  });
}
