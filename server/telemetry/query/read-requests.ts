import type { Ctx } from '#server/platform/context.ts';
import { decodeCursor, encodeCursor } from '#server/platform/http/paging.ts';
import { DAY_MS, HOUR_MS, WEEK_MS } from '#server/platform/pure/durations.ts';
import {
  REQUEST_COLUMNS,
  type RequestRow,
  requestRows,
  type StoredRequest,
} from '#server/telemetry/event/event-row.ts';
import { findEvent } from '#server/telemetry/event/find-event.ts';
import { instant } from '#server/telemetry/event/scan-events.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { oldestDay } from './oldest-day.ts';
import { eventConditions, type Filter, type ResolvedFilter, resolveFilter } from './resolve-filter.ts';

export type RequestQuery = Filter & {
  /** `[from, to)` in ms; left out: all that is kept, until now. */
  from?: number;
  to?: number;
  limit: number;
  cursor?: string;
};

/** How far back each look goes, from the newest: most lists are full after the first. */
const LOOKS_MS = [HOUR_MS, 6 * HOUR_MS, DAY_MS, WEEK_MS, 30 * DAY_MS, Number.POSITIVE_INFINITY];
/** A filter that finds nothing must not read everything: after this long the page ends where it stands. */
const BUDGET_MS = 3000;
/** Events may lie this far ahead of the server's clock. */
const AHEAD_MS = 6 * 60_000;

/**
 * Requests, newest first. Reads the index (slot, ts desc) backwards within a time bound that widens until the page is
 * full, the range ends or three seconds have passed; then `nextCursor` goes on from where the search stood.
 */
export async function readRequests(
  ctx: Ctx,
  query: RequestQuery,
): Promise<{ data: RequestRow[]; nextCursor: string | null }> {
  const filter = await resolveFilter(ctx, query);
  if (filter.empty) return { data: [], nextCursor: null };
  const cursor = readCursor(query.cursor);
  const now = ctx.clock.now().getTime();
  const before = cursor ?? { ms: query.to ?? now + AHEAD_MS, key: null };
  const end = query.from ?? (await oldestDay(ctx));
  const started = performance.now();
  const found: StoredRequest[] = [];
  let from = before.ms;
  for (const look of LOOKS_MS) {
    if (found.length > query.limit || from <= end) break;
    if (performance.now() - started > BUDGET_MS) break;
    const until = from;
    from = Math.max(end, before.ms - look - (cursor === null ? AHEAD_MS : 0));
    found.push(...(await readBetween(ctx, filter, { from, until, before, limit: query.limit + 1 - found.length })));
  }
  const page = found.slice(0, query.limit);
  const last = page.at(-1);
  const more = found.length > query.limit;
  const nextCursor =
    more && last
      ? encodeCursor([Math.round(last.ms), last.key])
      : from > end
        ? encodeCursor([Math.round(from), '00000000-0000-0000-0000-000000000000'])
        : null;
  return { data: await requestRows(ctx, page), nextCursor };
}

/** Where the page before ended. 422 `invalid_cursor` for a cursor that this list did not issue. */
function readCursor(text: string | undefined): { ms: number; key: string } | null {
  const cursor = decodeCursor(text, ['ms', 'uuid']);
  return cursor === null ? null : { ms: cursor[0], key: cursor[1] };
}

type Between = { from: number; until: number; before: { ms: number; key: string | null }; limit: number };

async function readBetween(ctx: Ctx, filter: ResolvedFilter, between: Between): Promise<StoredRequest[]> {
  const { from, until, before, limit } = between;
  const conditions = eventConditions(filter).map((condition) => ` and ${condition}`);
  // Times stand in the text: only then does the planner leave out the partitions of other days.
  const first = until === before.ms && before.key !== null;
  // The plain bound stands beside the row comparison so that the index and the partitions see it.
  const upper = first
    ? `e.ts <= ${instant(until)} and (e.ts, e.key) < (${instant(until)}, $2::uuid)`
    : `e.ts < ${instant(until)}`;
  return ctx.sql.unsafe<StoredRequest[]>(
    `select ${REQUEST_COLUMNS} from event e
     where e.slot = $1 and e.ts >= ${instant(from)} and ${upper}${conditions.join('')}
     order by e.ts desc, e.key desc limit ${limit}`,
    [slotOf(ctx.project), ...(first ? [before.key] : [])],
  );
}

/** The request with this id as a list of one, or none. */
export async function readRequestById(ctx: Ctx, id: string): Promise<RequestRow[]> {
  const place = await findEvent(ctx, id);
  if (place === null) return [];
  const rows = await ctx.sql.unsafe<StoredRequest[]>(
    `select ${REQUEST_COLUMNS} from event e
     where e.slot = $1 and e.ts = $2::timestamptz and e.key = $3::uuid`,
    [slotOf(ctx.project), new Date(place.at), place.key],
  );
  return requestRows(ctx, rows);
}
