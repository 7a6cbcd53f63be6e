import type { Ctx } from '#server/platform/context.ts';
import { SHADOW_ARM } from '#server/telemetry/event/domain/event-fields.ts';
import { copyOut, instant } from '#server/telemetry/event/scan-events.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { storeOf } from '#server/telemetry/store/store.ts';
import type { TrafficGroup, Window } from './read-traffic.ts';

/** Requests of one group in order of arrival; `atMs` in ms since 1970. */
export type Arrivals = { atMs: Float64Array; tokensIn: Int32Array };

/**
 * When the requests of each group arrived and how many input tokens they had: the newest `max` of all of them. A COPY of
 * one range of the index (slot, ts) backwards, about 2 µs a row.
 */
export async function readArrivals(
  ctx: Ctx,
  { from, to }: Window,
  groups: readonly TrafficGroup[],
  max: number,
): Promise<{ of: (group: TrafficGroup) => Arrivals; replayed: number }> {
  const expected = groups.reduce((sum, { requests }) => sum + requests, 0);
  const size = Math.min(max, expected);
  const at = new Float64Array(size);
  const tokens = new Int32Array(size);
  const owner = new Int32Array(size);
  const numbers = new Map(groups.map((group, i) => [keyOf(group.promptNumber, group.version, group.modelNumber), i]));
  let rows = 0;
  const wanted = groups.map((group) => `(${group.promptNumber}, ${group.version}, ${group.modelNumber})`).join(', ');
  if (groups.length > 0) {
    const query = `select ts, prompt, version, model, tokens_in from event
      where slot = ${slotOf(ctx.project)} and ts >= ${instant(from)} and ts < ${instant(to)} and arm <> ${SHADOW_ARM}
        and tokens_in is not null and (prompt, version, model) in (${wanted})
      order by ts desc limit ${size}`;
    await copyOut(storeOf(ctx).reader, query, (row) => {
      at[rows] = row.instant();
      owner[rows] = numbers.get(keyOf(row.int() ?? 0, row.int() ?? 0, row.int() ?? 0)) ?? -1;
      tokens[rows] = row.int() ?? 0;
      rows += 1;
    });
  }
  const counts = new Int32Array(groups.length);
  for (let i = 0; i < rows; i++) counts[owner[i] ?? 0] = (counts[owner[i] ?? 0] ?? 0) + 1;
  const arrivals = groups.map((_, i) => ({
    atMs: new Float64Array(counts[i] ?? 0),
    tokensIn: new Int32Array(counts[i] ?? 0),
  }));
  const next = new Int32Array(groups.length);
  // The rows arrive newest first.
  for (let i = rows - 1; i >= 0; i--) {
    const group = owner[i] ?? 0;
    const own = arrivals[group];
    const place = next[group] ?? 0;
    if (own === undefined) continue;
    own.atMs[place] = at[i] ?? 0;
    own.tokensIn[place] = tokens[i] ?? 0;
    next[group] = place + 1;
  }
  const none: Arrivals = { atMs: new Float64Array(0), tokensIn: new Int32Array(0) };
  return { of: (group) => arrivals[groups.indexOf(group)] ?? none, replayed: rows };
}

const keyOf = (prompt: number, version: number, model: number): string => `${prompt} ${version} ${model}`;
