import { Fault } from '../faults.ts';

/** What one request holds of the budget. */
export type Held = {
  /** Counts `bytes` more; a 429 to answer with where the budget has no room for them. */
  take(bytes: number): Fault | null;
  /** Gives everything back; again changes nothing. */
  release(): void;
};

export type BodyBudget = { hold(key: string): Held; bytesHeld(): number };

/**
 * Counts the bytes of bodies that are under way, as they come: at most `processMax` of all keys together, `keyMax` of
 * one. So what this process may have to keep is known whatever is sent, and no key takes the room of all others.
 */
export function makeBodyBudget({ processMax, keyMax }: { processMax: number; keyMax: number }): BodyBudget {
  const heldByKey = new Map<string, number>();
  let heldInAll = 0;
  return {
    bytesHeld: () => heldInAll,
    hold(key) {
      let mine = 0;
      return {
        take(bytes) {
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

const busy = (who: string, max: number): Fault =>
  new Fault('busy', {
    status: 429,
    public: `${who} ${Math.round(max / 1_000_000)} MB of request bodies under way. Wait for an answer, then send it again.`,
    headers: { 'retry-after': '2' },
  });
