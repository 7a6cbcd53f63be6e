import { monthOf } from '#server/cost/domain/budget-scope.ts';
import type { Ctx } from '#server/platform/context.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { countKeyless, namedKeys } from './read-key-spend.ts';
import { readUseByKey } from './read-use-by-key.ts';

/** What the keys of one name sent this month (UTC). `spent`: dollars of the requests of known cost; null: none is known. */
export type KeySpend = { name: string; requests: number; unknown: number; spent: number | null };

export type KeysOfMonth = {
  from: number;
  to: number;
  /** The one that spent most first. Null: too many requests are not summed yet. */
  keys: KeySpend[] | null;
  /** Requests that record no key: received before keys were recorded. */
  keyless: number;
};

/** This month by key. An hour's row a key and model, added up in Postgres by day. */
export async function readKeysOfMonth(ctx: Ctx): Promise<KeysOfMonth> {
  const now = ctx.clock.now().getTime();
  const { monthStart, today } = monthOf(now);
  const days = { from: monthStart, to: today + 1 };
  const period = { from: monthStart * DAY_MS, to: now };
  const rows = await readUseByKey(ctx, days);
  const keyless = rows === null ? null : await countKeyless(ctx, days);
  if (rows === null || keyless === null) return { ...period, keys: null, keyless: 0 };
  const keys = [...(await namedKeys(ctx, rows))].map(([name, own]): KeySpend => {
    const sum = (of: 'requests' | 'known' | 'costNano') => own.reduce((total, one) => total + one[of], 0);
    const known = sum('known');
    const requests = sum('requests');
    return { name, requests, unknown: requests - known, spent: known === 0 ? null : sum('costNano') / 1e9 };
  });
  return { ...period, keys: keys.sort((a, b) => (b.spent ?? 0) - (a.spent ?? 0)), keyless };
}
