import type { Ctx } from '#server/platform/context.ts';
import { findKeyIds } from '#server/projects/keys/find-key-ids.ts';
import type { EventStatus } from '#server/telemetry/event/domain/event-fields.ts';
import { partsOfModel } from '#server/telemetry/event/domain/model-name.ts';
import { numberOfArm } from '#server/telemetry/event/ready-event.ts';
import { literal } from '#server/telemetry/event/scan-events.ts';
import type { Dimension } from '#server/telemetry/rollup/domain/grouping-set.ts';
import { NAME_KINDS, type NameKind } from '#server/telemetry/store/names.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { storeOf } from '#server/telemetry/store/store.ts';

/** What charts and lists may be narrowed to. Absent = all. */
export type Filter = {
  environment?: string;
  prompt?: string;
  /** All prompts whose names begin so: `search/`. */
  promptPrefix?: string;
  version?: number;
  /** `provider/id`, or a bare id of any provider. */
  model?: string;
  provider?: string;
  arm?: string;
  service?: string;
  /** The following are stored in raw events only. */
  tag?: string;
  /** The name of the API key that sent them. */
  apiKey?: string;
  user?: string;
  session?: string;
  traceId?: string;
  status?: EventStatus;
  errorCode?: string;
};

/** A filter as numbers: column → which values pass. `raw` are conditions on `e` that no rollup covers. */
export type ResolvedFilter = {
  numbers: ReadonlyMap<'environment' | Dimension, readonly number[]>;
  raw: readonly string[];
  /** A name that no event ever had: nothing passes. */
  empty: boolean;
};

/** Looks up the numbers of a filter's names. Read from the cache, else by one index lookup a name. */
export async function resolveFilter(ctx: Ctx, filter: Filter): Promise<ResolvedFilter> {
  const numbers = new Map<'environment' | Dimension, readonly number[]>();
  const slot = slotOf(ctx.project);
  const one = async (column: 'environment' | Dimension, kind: NameKind, text: string | undefined) => {
    if (text === undefined) return;
    const id = (await storeOf(ctx).names.find(slot, kind, [text])).get(text);
    numbers.set(column, id === undefined ? [] : [id]);
  };
  await one('environment', 'environment', filter.environment);
  await one('prompt', 'prompt', filter.prompt);
  if (filter.promptPrefix !== undefined) numbers.set('prompt', await promptNumbers(ctx, slot, filter.promptPrefix));
  await one('service', 'service', filter.service);
  await one('error_code', 'error_code', filter.errorCode);
  if (filter.version !== undefined) numbers.set('version', [filter.version]);
  if (filter.arm !== undefined)
    numbers.set(
      'arm',
      [numberOfArm(filter.arm)].filter((arm) => arm > 0),
    );
  if (filter.model !== undefined || filter.provider !== undefined) {
    numbers.set('model', await modelNumbers(ctx, slot, filter));
  }
  const raw = rawConditions(filter);
  const keys = filter.apiKey === undefined ? null : await keyNumbers(ctx, slot, filter.apiKey);
  if (keys !== null) raw.push(`e.api_key = any('{${keys.join(',')}}')`);
  return { numbers, raw, empty: [...numbers.values(), keys ?? [0]].some((ids) => ids.length === 0) };
}

async function modelNumbers(ctx: Ctx, slot: number, { model, provider }: Filter): Promise<number[]> {
  const rows = await ctx.sql<{ id: number; text: string }[]>`
    select id, text from telemetry_name where slot = ${slot} and kind = ${NAME_KINDS.model}`;
  return rows.flatMap(({ id, text }) => {
    const parts = partsOfModel(text);
    const isModel = model === undefined || text === model || parts.model === model;
    return isModel && (provider === undefined || parts.provider === provider) ? [id] : [];
  });
}

/** The numbers of the keys of a name that ever sent an event. */
export async function keyNumbers(ctx: Ctx, slot: number, name: string): Promise<number[]> {
  return [...(await storeOf(ctx).names.find(slot, 'api_key', await findKeyIds(ctx, name))).values()];
}

async function promptNumbers({ sql }: Ctx, slot: number, prefix: string): Promise<number[]> {
  const rows = await sql<{ id: number }[]>`
    select id from telemetry_name where slot = ${slot} and kind = ${NAME_KINDS.prompt} and starts_with(text, ${prefix})`;
  return rows.map(({ id }) => id);
}

function rawConditions(filter: Filter): string[] {
  const conditions: string[] = [];
  if (filter.tag !== undefined) conditions.push(`e.tags @> array[${literal(filter.tag)}]::text[]`);
  if (filter.user !== undefined) conditions.push(`e.user_id = ${literal(filter.user)}`);
  if (filter.session !== undefined) conditions.push(`e.session_id = ${literal(filter.session)}`);
  if (filter.traceId !== undefined) conditions.push(`e.trace_id = ${literal(filter.traceId)}`);
  if (filter.status === 'error') conditions.push('e.status <> 0');
  if (filter.status === 'ok') conditions.push('e.status = 0');
  return conditions;
}

/** The filter as conditions on the columns of `event e`. */
export function eventConditions(filter: ResolvedFilter): string[] {
  return [...numberConditions(filter, 'e.'), ...filter.raw];
}

/** The numbers of a filter as conditions on columns that `rollup` and `event` share. */
export function numberConditions({ numbers }: ResolvedFilter, prefix = ''): string[] {
  return [...numbers].map(([column, ids]) => `${prefix}${column} = any('{${ids.join(',')}}')`);
}
