import { Fault } from '../faults.ts';

/** The bytes of the budget that one request has reserved. */
export type Held = {
  /** Reserves `bytes` more; returns a 429 where the budget has no room for them. */
  reserve(bytes: number): Fault | null;
  /** Gives all of them back; a second call changes nothing. */
  release(): void;
};

export type BodyBudget = { hold(key: string): Held; bytesHeld(): number };

/**
 * Counts the bytes of request bodies as they arrive, until their response is sent: at most `processMax` for all keys
 * together, `keyMax` for one. This bounds the memory for bodies, and one key cannot use the whole budget.
 */
export function makeBodyBudget({ processMax, keyMax }: { processMax: number; keyMax: number }): BodyBudget {
  const heldByKey = new Map<string, number>();
  let heldInAll = 0;
  return {
    bytesHeld: () => heldInAll,
    hold(key) {
      let mine = 0;
      return {
        reserve(bytes) {
          const ofKey = heldByKey.get(key) ?? 0;
          if (ofKey + bytes > keyMax) return busy('This key has', keyMax);
          if (heldInAll + bytes > processMax) return busy('All keys together have', processMax);
          heldByKey.set(key, ofKey + bytes);
          heldInAll += bytes;
          mine += bytes;
          return null;
        },
        release() {
          const left = (heldByKey.get(key) ?? 0) - mine;
          if (left > 0) heldByKey.set(key, left);
          else heldByKey.delete(key);
          heldInAll -= mine;
          mine = 0;
        },
      };
    },
  };
}

const busy = (subject: string, max: number): Fault =>
  new Fault('busy', {
    status: 429,
    public: `${subject} ${Math.round(max / 1_000_000)} MB of request bodies under way. Wait for a response, then send it again.`,
    headers: { 'retry-after': '2' },
  });
