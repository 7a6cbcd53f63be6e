import type { Hit, SignalRule } from '#server/alerts/signals/domain/hit.ts';
import type { Ctx } from '#server/platform/context.ts';
import { decodeCursor, type Page, toPage } from '#server/platform/http/paging.ts';
import { idOfKey } from '#server/telemetry/event/event-key.ts';
import { numberConditions, resolveFilter } from '#server/telemetry/query/resolve-filter.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { storeOf } from '#server/telemetry/store/store.ts';

export type HitsQuery = {
  limit: number;
  cursor?: string | undefined;
  prompt?: string | undefined;
  environment?: string | undefined;
  rule?: SignalRule | undefined;
  counted?: 'true' | 'false' | undefined;
};

/** A request with signals, by the id that its sender gave it. */
export type FoundRequest = {
  requestId: string;
  at: number;
  prompt: string | null;
  environment: string | null;
  counted: boolean;
  hits: Hit[];
};

type Row = {
  key: string;
  id: string | null;
  ms: number;
  prompt: number;
  environment: number;
  counted: boolean;
  hits: Hit[];
};

/**
 * Requests with signals, the newest first, with the rule and the place of each. Cost: one range of the primary key
 * (slot, ts, key), backwards, and an index lookup in the events for the id of each. 422 `invalid_cursor`.
 */
export async function readHits(ctx: Ctx, query: HitsQuery): Promise<Page<FoundRequest>> {
  const slot = slotOf(ctx.project);
  const cursor = decodeCursor(query.cursor, ['ms', 'uuid']);
  const filter = await resolveFilter(ctx, {
    ...(query.prompt === undefined ? {} : { prompt: query.prompt }),
    ...(query.environment === undefined ? {} : { environment: query.environment }),
  });
  if (filter.empty) return { data: [], next_cursor: null };
  const conditions = numberConditions(filter, 'h.');
  if (query.counted !== undefined) conditions.push(query.counted === 'true' ? 'h.counted' : 'not h.counted');
  // A name of a closed list.
  if (query.rule !== undefined) conditions.push(`h.hits @> '[{"rule": "${query.rule}"}]'`);
  if (cursor !== null) conditions.push('(h.ts, h.key) < ($2::timestamptz, $3::uuid)');
  const rows = await ctx.sql.unsafe<Row[]>(
    `select h.key::text as key, extract(epoch from h.ts)::float8 * 1000 as ms, h.prompt, h.environment, h.counted, h.hits,
       (select e.id from event e where e.slot = h.slot and e.ts = h.ts and e.key = h.key limit 1) as id
     from signal_hit h where h.slot = $1${conditions.map((condition) => ` and ${condition}`).join('')}
     order by h.ts desc, h.key desc limit ${query.limit + 1}`,
    cursor === null ? [slot] : [slot, new Date(cursor[0]), cursor[1]],
  );
  const page = toPage(rows, query.limit, ({ ms, key }) => [Math.round(ms), key]);
  const texts = (kind: 'prompt' | 'environment') =>
    storeOf(ctx).names.texts(slot, kind, [...new Set(page.data.map((row) => row[kind]))]);
  const [prompts, environments] = await Promise.all([texts('prompt'), texts('environment')]);
  return {
    ...page,
    data: page.data.map(({ key, id, ms, prompt, environment, counted, hits }) => ({
      ...{ requestId: idOfKey(key, id), at: Math.round(ms), counted, hits },
      prompt: prompts.get(prompt) ?? null,
      environment: environments.get(environment) ?? null,
    })),
  };
}
