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

/** What is counted, narrowest first. An account by a hash: people mistype passwords into the field of their address. */
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
 * Counts an attempt before it is tried, so that many at once cannot slip through; a right password takes the count
 * back ({@link clearFailedSignIns}). One who goes on trying past their own limit does not use up everybody else's.
 * Errors: 429 `too_many_attempts`. Nothing is locked for good: the counts fade by time.
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

/** A right password: this account from this address starts anew, and its attempt does not count for the others. */
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
