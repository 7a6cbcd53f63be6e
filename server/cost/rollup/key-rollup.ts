import { instant } from '#server/telemetry/event/scan-events.ts';
import type { WriteCtx } from '#server/telemetry/store/writer.ts';
import type { Span } from './attempts-sql.ts';

/** Sums over events, under the names of the columns of `key_rollup`. */
export const KEY_SUMS = `count(*) as requests, count(cost_nano) as known, coalesce(sum(cost_nano), 0) as cost_nano,
  coalesce(sum(tokens_in), 0) as tokens_in, coalesce(sum(tokens_out), 0) as tokens_out,
  coalesce(sum(tokens_cached), 0) as tokens_cached`;

/**
 * Replaces what each key sent in the hours of `span`, shadow traffic included, as the rollups of spend have it. Events
 * without a key were received before keys were recorded, and are in no row. Cost: one range of the index (slot, ts).
 */
export async function rollUpKeys({ sql, slot }: WriteCtx, span: Span): Promise<void> {
  await sql`
    delete from key_rollup
    where slot = ${slot} and hour >= ${new Date(span.from)} and hour < ${new Date(span.to)}`;
  await sql.unsafe(`
    insert into key_rollup (slot, hour, api_key, model, requests, known, cost_nano, tokens_in, tokens_out, tokens_cached)
    select ${slot}, date_trunc('hour', ts, 'UTC') as hour, api_key, model, ${KEY_SUMS}
    from event
    where slot = ${slot} and ts >= ${instant(span.from)} and ts < ${instant(span.to)} and api_key is not null
    group by hour, api_key, model`);
}
