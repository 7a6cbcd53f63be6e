import { join } from 'node:path';
import { inArray } from 'drizzle-orm';
import { LRUCache } from 'lru-cache';
import { apiKey } from '#db/schema/projects.ts';
import { readChecksummed, writeChecksummed } from '#server/platform/checksummed-file.ts';
import type { Services } from '#server/platform/context.ts';
import { unavailable } from '#server/platform/faults.ts';
import type { Authenticate, Identity } from '#server/platform/http/identity.ts';
import { sha256Hex } from '#server/platform/ids.ts';
import { isKeyText } from '#server/projects/domain/key-text.ts';
import { KEYS_CHANNEL } from './notify-keys.ts';
import { type LiveKey, readKeysFingerprint, readLiveKeys } from './read-live-keys.ts';

/** NOTIFY makes a change effective at once. Where a notification is lost, the poll does so within 2 s. */
const POLL_MS = 1000;
const REFUSAL_CACHED_MS = 2000;
const USE_STORED_EVERY_MS = 60_000;
/** Lookups of unknown keys at a time: invented keys with a right checksum must not use all connections. */
const LOOKUPS_MAX = 32;
/** Hashes, owners and scopes of the live keys, for a start while Postgres is down. Contains the text of no key. */
const KEPT_FILE = 'keys.json';

export type Authenticator = {
  authenticate: Authenticate;
  /** Resolves after the first attempt to read all keys, whether or not the database responded. */
  ready: Promise<void>;
  /** Ends the polling; the listening connection ends with the services. */
  stop(): Promise<void>;
};

/**
 * Holds every live key in memory, by the SHA-256 of its text, and caches the hashes, so that a known key is found
 * synchronously, without the database and without hashing. An unknown key is looked up in the database once; a refusal
 * is cached for 2 s. Revoked, expired and changed keys are refused within 2 s. While Postgres is down, the keys in
 * memory stay valid, and a process that starts then reads them from `dataDir`.
 */
export function makeAuthenticator(services: Services, { dataDir }: { dataDir?: string } = {}): Authenticator {
  const { clock, log } = services;
  let live = new Map<string, LiveKey>();
  let print: string | null = null;
  let reachable = true;
  let reading: Promise<void> | null = null;
  let again = false;
  let stopped = false;
  const hashes = new LRUCache<string, string>({ max: 10_000 });
  const refused = new LRUCache<string, true>({ max: 10_000, ttl: REFUSAL_CACHED_MS });
  const lookups = new Map<string, Promise<Identity | null>>();
  const storedAtMs = new Map<string, number>();
  const toStore = new Set<string>();

  function admit(key: LiveKey): Identity | null {
    const nowMs = clock.now().getTime();
    if (key.expiresAtMs !== null && key.expiresAtMs <= nowMs) return null;
    const id = key.identity.actor.keyId;
    if (id !== undefined && nowMs - (storedAtMs.get(id) ?? 0) >= USE_STORED_EVERY_MS) {
      storedAtMs.set(id, nowMs);
      toStore.add(id);
    }
    return key.identity;
  }

  async function lookUp(text: string, hash: string): Promise<Identity | null> {
    const [found] = await readLiveKeys(services, hash);
    if (!found) {
      refused.set(hash, true);
      return null;
    }
    live.set(hash, found);
    hashes.set(text, hash);
    print = null; // the next poll reads all keys again, so that a key that was just revoked is removed
    return admit(found);
  }

  const authenticate: Authenticate = (text) => {
    const known = hashes.get(text);
    const hash = known ?? (isKeyText(text) ? sha256Hex(text) : null);
    if (hash === null) return null;
    const key = live.get(hash);
    if (key) {
      if (known === undefined) hashes.set(text, hash);
      return admit(key);
    }
    if (refused.has(hash)) return null;
    const running = lookups.get(hash);
    if (running) return running;
    if (lookups.size >= LOOKUPS_MAX) throw unavailable('too many unknown keys at once', 1);
    const lookup = lookUp(text, hash).finally(() => lookups.delete(hash));
    lookups.set(hash, lookup);
    return lookup;
  };

  async function readAll(): Promise<void> {
    const now = await readKeysFingerprint(services);
    if (now !== print) {
      const keys = await readLiveKeys(services);
      live = new Map(keys.map((key) => [key.hash, key]));
      refused.clear();
      print = now;
      if (dataDir !== undefined) await keep(dataDir, keys);
    }
    if (toStore.size > 0) await storeUse(services, toStore);
  }

  async function keep(dir: string, keys: LiveKey[]): Promise<void> {
    await writeChecksummed(join(dir, KEPT_FILE), keys).catch((err: unknown) =>
      log.warn({ err }, 'keys are not kept on disk'),
    );
  }

  async function readKeptKeys(dir: string): Promise<void> {
    const kept = (await readChecksummed(join(dir, KEPT_FILE))) as LiveKey[] | null;
    if (kept !== null && live.size === 0) live = new Map(kept.map((key) => [key.hash, key]));
  }

  async function read(): Promise<void> {
    try {
      await readAll();
      if (!reachable) log.info('keys are read from the database again');
      reachable = true;
    } catch (err) {
      if (reachable) log.warn({ err }, 'keys cannot be read; those in memory stay valid');
      reachable = false;
      if (dataDir === undefined || live.size > 0) return;
      await readKeptKeys(dataDir).catch((error: unknown) => log.error({ err: error }, 'the kept keys cannot be read'));
    }
  }

  /** One read at a time; a notification during a read causes another read after it. */
  function refresh(): Promise<void> {
    if (stopped) return Promise.resolve();
    if (reading) {
      again = true;
      return reading;
    }
    reading = read().finally(() => {
      reading = null;
      if (!again) return;
      again = false;
      void refresh();
    });
    return reading;
  }

  const ready = refresh();
  const timer = setInterval(refresh, POLL_MS);
  timer.unref();
  services.sql
    .listen(KEYS_CHANNEL, () => void refresh())
    .catch((error: unknown) => {
      log.warn({ err: error }, 'notifications of changed keys are not received; polling every second');
    });

  return {
    authenticate,
    ready,
    async stop() {
      stopped = true;
      clearInterval(timer);
      await reading;
    },
  };
}

/** Stores that these keys were used now, and removes them from `ids`. */
async function storeUse({ db, clock }: Services, ids: Set<string>): Promise<void> {
  const stored = [...ids];
  await db.update(apiKey).set({ lastUsedAt: clock.now() }).where(inArray(apiKey.id, stored));
  for (const id of stored) ids.delete(id);
}
