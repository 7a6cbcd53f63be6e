import { hash, verify } from '@node-rs/argon2';
import { Fault } from '#server/platform/faults.ts';

/** Few at once: each hash takes 19 MiB and about 10 ms of a core (argon2id, m=19456, t=2, p=1, the OWASP minimum). */
const RUNNING_MAX = 2;
const WAITING_MAX = 20;

/** The hash of a discarded password: checked where there is no person, so that it takes the same time. */
const UNKNOWN_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$woqZ6N7aZjRqjzurNQV2XA$0rDIeFhUTe3edMB9+/8DxL5IuzMGujHM1afwW4dzLko';

let running = 0;
const waiting: (() => void)[] = [];

/** Runs `work` with at most one other at a time; throws 503 `busy` when 20 wait already. */
async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= RUNNING_MAX) {
    if (waiting.length >= WAITING_MAX) {
      throw new Fault('busy', {
        status: 503,
        public: 'Too many people sign in at this moment. Try again shortly.',
        headers: { 'retry-after': '2' },
      });
    }
    await new Promise<void>((resolve) => waiting.push(resolve)); // the work that ends next passes its place on
  } else running++;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}

/** The argon2id hash to store, in PHC form. Errors: 503 `busy`. */
export const hashPassword = (password: string): Promise<string> => inTurn(() => hash(password));

/** Whether the password matches the stored hash. False, after the same time, for null. Errors: 503 `busy`. */
export async function isRightPassword(stored: string | null, password: string): Promise<boolean> {
  const right = await inTurn(() => verify(stored ?? UNKNOWN_HASH, password));
  return right && stored !== null;
}
