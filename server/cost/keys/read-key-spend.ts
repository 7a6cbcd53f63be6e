import type { Ctx } from '#server/platform/context.ts';
import { readKeyNames } from '#server/projects/keys/find-key-ids.ts';
import type { Dirty } from '#server/telemetry/query/read-cells.ts';
import { readUseByModel, type UseOfDay, type UseRead } from '#server/telemetry/query/read-use-by-model.ts';
import { keyNumbers } from '#server/telemetry/query/resolve-filter.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { storeOf } from '#server/telemetry/store/store.ts';
import { type KeyUse, readUseByKey } from './read-use-by-key.ts';

type Days = { from: number; to: number };

/** What the keys of one name sent, by model and day; null where too much of it is not summed yet. */
export async function readUseOfKey(ctx: Ctx, { name, ...days }: Days & { name: string }): Promise<UseRead | null> {
  const keys = await keyNumbers(ctx, slotOf(ctx.project), name);
  if (keys.length === 0) return { models: [], pendingMinutes: 0 };
  const rows = await readUseByKey(ctx, { ...days, keys });
  if (rows === null) return null;
  const models = await storeOf(ctx).names.texts(
    slotOf(ctx.project),
    'model',
    rows.map(({ model }) => model),
  );
  const byModel = [...Map.groupBy(rows, ({ model }) => model)];
  return { models: byModel.map(([id, own]) => ({ model: models.get(id) ?? '', days: own })), pendingMinutes: 0 };
}

/**
 * Requests of the days `[from, to)` without a key, which were received before keys were recorded: any of them may be of
 * any key. Null where too many are not summed yet.
 */
export async function countKeyless(ctx: Ctx, days: Days & { dirty?: () => Promise<Dirty> }): Promise<number | null> {
  const keyed = await readUseByKey(ctx, days);
  if (keyed === null) return null;
  const all = (await readUseByModel(ctx, { ...days, filter: {} })) ?? [];
  return Math.max(0, requestsOf(all.flatMap((one) => one.days)) - requestsOf(keyed));
}

const requestsOf = (days: readonly UseOfDay[]): number => days.reduce((sum, { requests }) => sum + requests, 0);

/** The days of each key by its name; keys of one name are added up. */
export async function namedKeys(ctx: Ctx, rows: readonly KeyUse[]): Promise<Map<string, KeyUse[]>> {
  const slot = slotOf(ctx.project);
  const ids = await storeOf(ctx).names.texts(
    slot,
    'api_key',
    rows.map(({ apiKey }) => apiKey),
  );
  const names = await readKeyNames(ctx, [...ids.values()]);
  return Map.groupBy(rows, ({ apiKey }) => names.get(ids.get(apiKey) ?? '') ?? 'a key that was deleted');
}
