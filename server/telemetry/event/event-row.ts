import type { Ctx } from '#server/platform/context.ts';
import type { NameKind } from '#server/telemetry/store/names.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { storeOf } from '#server/telemetry/store/store.ts';
import type { Arm, EventStatus } from './domain/event-fields.ts';
import { fieldsShownIn, type StoredValues } from './domain/event-fields.ts';
import { partsOfModel } from './domain/model-name.ts';
import { idOfKey } from './event-key.ts';
import { armOf } from './ready-event.ts';

/** A request as lists show it. Times in ms since 1970, durations in ms, money in US dollars; unknown is null. */
export type RequestRow = StoredValues<'list'> & {
  id: string;
  at: number;
  environment: string;
  prompt: string | null;
  version: number | null;
  model: string;
  provider: string;
  service: string | null;
  arm: Arm | null;
  status: EventStatus;
  errorCode: string | null;
  cost: number | null;
  tags: string[];
};

const selectOf = (where: 'list' | 'detail'): string =>
  fieldsShownIn(where)
    .map(({ columnName, property }) => `e.${columnName} as "${property}"`)
    .join(', ');

/** Columns that `requestRows` needs of `event e`. int8 and times come as numbers. */
export const REQUEST_COLUMNS = `
  e.key::text as key, e.id, extract(epoch from e.ts)::float8 * 1000 as ms, e.environment, e.prompt, e.version, e.model,
  e.service, e.arm, e.status, e.error_code, e.cost_nano::float8 as cost_nano, e.tags, ${selectOf('list')}`;

/** The stored fields that only the details of one event show. */
export const DETAIL_COLUMNS = selectOf('detail');

/** Takes those fields out of a row that was read with {@link DETAIL_COLUMNS}. */
export const storedDetail = (row: StoredValues<'detail'>): StoredValues<'detail'> => pick(row, DETAILS);

export type StoredRequest = StoredValues<'list'> & {
  key: string;
  id: string | null;
  ms: number;
  environment: number;
  prompt: number;
  version: number;
  model: number;
  service: number;
  arm: number;
  status: number;
  error_code: number;
  cost_nano: number | null;
  tags: string[] | null;
};

const LISTED = fieldsShownIn('list').map(({ property }) => property) as (keyof StoredValues<'list'>)[];
const DETAILS = fieldsShownIn('detail').map(({ property }) => property) as (keyof StoredValues<'detail'>)[];

const pick = <T extends object, K extends keyof T>(from: T, keys: readonly K[]): Pick<T, K> =>
  Object.fromEntries(keys.map((key) => [key, from[key]])) as Pick<T, K>;

/** Puts the names back. Read from the cache, else by one index lookup a kind. */
export async function requestRows(ctx: Ctx, rows: readonly StoredRequest[]): Promise<RequestRow[]> {
  const slot = slotOf(ctx.project);
  const texts = (kind: NameKind, ids: number[]) => storeOf(ctx).names.texts(slot, kind, ids);
  const [scores, environments, prompts, models, services, errors] = await Promise.all([
    meanFeedback(ctx, slot, rows),
    texts(
      'environment',
      rows.map((row) => row.environment),
    ),
    texts(
      'prompt',
      rows.map((row) => row.prompt),
    ),
    texts(
      'model',
      rows.map((row) => row.model),
    ),
    texts(
      'service',
      rows.map((row) => row.service),
    ),
    texts(
      'error_code',
      rows.map((row) => row.error_code),
    ),
  ]);
  return rows.map((row): RequestRow => {
    const { provider, model } = partsOfModel(models.get(row.model) ?? '');
    return {
      id: idOfKey(row.key, row.id),
      at: Math.round(row.ms),
      environment: environments.get(row.environment) ?? '',
      prompt: prompts.get(row.prompt) ?? null,
      version: row.version || null,
      model,
      provider,
      service: services.get(row.service) ?? null,
      arm: armOf(row.arm),
      status: row.status === 0 ? 'ok' : 'error',
      errorCode: errors.get(row.error_code) ?? null,
      ...pick(row, LISTED),
      cost: row.cost_nano === null ? null : row.cost_nano / 1e9,
      quality: row.quality ?? scores.get(row.key) ?? null,
      tags: row.tags ?? [],
    };
  });
}

/** Mean of the feedback named `quality` of requests without a quality of their own. One index lookup a request. */
async function meanFeedback(ctx: Ctx, slot: number, rows: readonly StoredRequest[]): Promise<Map<string, number>> {
  const keys = rows.flatMap((row) => (row.quality === null ? [row.key] : []));
  if (keys.length === 0) return new Map();
  const scores = await ctx.sql<{ key: string; score: number }[]>`
    select event_key::text as key, avg(score) as score from feedback
    where slot = ${slot} and event_key = any(${keys}::uuid[]) and name = 'quality' group by event_key`;
  return new Map(scores.map(({ key, score }) => [key, score]));
}
