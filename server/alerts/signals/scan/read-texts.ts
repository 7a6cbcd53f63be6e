import type { Ctx } from '#server/platform/context.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';

/** What is stored of one request that there is something to scan of. */
export type StoredText = {
  key: string;
  ms: number;
  environment: number;
  prompt: number;
  version: number;
  input: string | null;
  output: string | null;
  tools: string[] | null;
  judged: number | null;
};

/** Rows of one statement: with texts of 256 KB each they are 50 MB. */
const BATCH = 100;

/** Longer texts are cut by the database: their beginning and end are more than what is looked at. */
const CHARS_MAX = 262_144;
const cut = (column: string): string =>
  `case when length(${column}) > ${CHARS_MAX} then left(${column}, 49152) || E'\\n' || right(${column}, 16384) else ${column} end as ${column}`;

/**
 * The requests of a range that have an input, an output, calls of tools or the score of a judge, in batches. `share`
 * (1..256 of 256) leaves out the rest by the last byte of their keys: the same ones each time. Cost: one range of the index
 * (slot, ts) of events, with an index lookup beside it in bodies, usages and feedback for each.
 */
export async function* readTexts(
  ctx: Ctx,
  { from, to, share }: { from: number; to: number; share: number },
): AsyncGenerator<StoredText[]> {
  const slot = slotOf(ctx.project);
  let after = { ms: from, key: '00000000-0000-0000-0000-000000000000' };
  for (;;) {
    // Times stand in the text: only then does the planner leave out the partitions of other days.
    const rows = await ctx.sql.unsafe<StoredText[]>(
      `select e.key::text as key, extract(epoch from e.ts)::float8 * 1000 as ms, e.environment, e.prompt, e.version,
         ${cut('input')}, ${cut('output')}, f.judged,
         case when jsonb_typeof(u.tool_calls) = 'object' then array(select jsonb_object_keys(u.tool_calls) limit 50) end as tools
       from event e
       left join lateral (select input, output from event_body b where b.slot = e.slot and b.ts = e.ts and b.key = e.key limit 1) b on true
       left join lateral (select tool_calls from event_usage u where u.slot = e.slot and u.ts = e.ts and u.key = e.key limit 1) u on true
       left join lateral (select max(score) as judged from feedback
         where slot = e.slot and event_key = e.key and name = 'injection') f on true
       where e.slot = $1 and e.ts >= '${new Date(after.ms).toISOString()}' and e.ts < '${new Date(to).toISOString()}'
         and (e.ts, e.key) > ($2::timestamptz, $3::uuid) and get_byte(uuid_send(e.key), 15) < $4
         and (b.input is not null or b.output is not null or u.tool_calls is not null or f.judged is not null)
       order by e.ts, e.key limit ${BATCH}`,
      [slot, new Date(after.ms), after.key, share],
    );
    if (rows.length > 0) yield rows;
    const last = rows.at(-1);
    if (last === undefined || rows.length < BATCH) return;
    after = { ms: Math.round(last.ms), key: last.key };
  }
}
