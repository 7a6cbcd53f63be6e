import type { Ctx } from '#server/platform/context.ts';
import { NAME_KINDS } from '#server/telemetry/store/names.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';

/** Feedback of one prompt in one environment and hour, by when it came. */
export type FeedbackHour = {
  prompt: string | null;
  environment: string | null;
  /** Start of the hour, ms. */
  hour: number;
  n: number;
  negative: number;
};

/** A score below this is negative: a thumb down is 0. */
const NEGATIVE_BELOW = 0.5;

/**
 * Feedback that came in `[from, to)` (ms), by prompt, environment and hour. Feedback whose event has not come is left out.
 * Cost: one range of the index (slot, at), and an index lookup of the event for each.
 */
export async function readFeedbackHours(ctx: Ctx, { from, to }: { from: number; to: number }): Promise<FeedbackHour[]> {
  const slot = slotOf(ctx.project);
  return ctx.sql<FeedbackHour[]>`
    select p.text as prompt, v.text as environment, extract(epoch from hour)::float8 * 1000 as hour, n, negative
    from (
      select e.prompt, e.environment, date_trunc('hour', f.at, 'UTC') as hour, count(*)::int as n,
        count(*) filter (where f.score < ${NEGATIVE_BELOW})::int as negative
      from feedback f join event e on e.slot = f.slot and e.ts = f.event_ts and e.key = f.event_key
      where f.slot = ${slot} and f.at >= ${new Date(from)} and f.at < ${new Date(to)} and f.event_ts is not null
      group by 1, 2, 3
    ) counted
    left join telemetry_name p on p.slot = ${slot} and p.kind = ${NAME_KINDS.prompt} and p.id = counted.prompt
    left join telemetry_name v on v.slot = ${slot} and v.kind = ${NAME_KINDS.environment} and v.id = counted.environment`;
}
