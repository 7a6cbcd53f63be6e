import type { Ctx } from '#server/platform/context.ts';
import { idOfKey } from '#server/telemetry/event/event-key.ts';
import { slotOf } from '#server/telemetry/store/slot.ts';
import { storeOf } from '#server/telemetry/store/store.ts';

/** A request whose quality people scored, with its bodies. `human`: their mean, 0..1. */
export type HumanScored = { id: string; prompt: string | null; input: string; output: string; human: number };

type Row = { key: string; id: string | null; prompt: number; input: string; output: string; human: number };

/** Feedback of people that is looked at, the newest first. */
const FEEDBACK_MAX = 2_000;

/**
 * Requests with feedback named `quality` of source `human` whose input and output are still kept, those scored last first.
 * Of one prompt, or of all. Cost: one range of the index of people's feedback, two index lookups a request.
 */
export async function readHumanScored(ctx: Ctx, given: { prompt?: string; max: number }): Promise<HumanScored[]> {
  const [slot, { names }] = [slotOf(ctx.project), storeOf(ctx)];
  const of = given.prompt === undefined ? null : (await names.find(slot, 'prompt', [given.prompt])).get(given.prompt);
  if (of === undefined) return [];
  const rows = await ctx.sql<Row[]>`
    with newest as (
      select event_key, event_ts, score, at from feedback
      where slot = ${slot} and source = 'human' and name = 'quality' and event_ts is not null
      order by at desc limit ${FEEDBACK_MAX}
    ), scored as (
      select event_key, event_ts, avg(score) as human, max(at) as at from newest group by event_key, event_ts
    )
    select e.key::text as key, e.id, e.prompt, b.input, b.output, s.human from scored s
    join event_body b on b.slot = ${slot} and b.ts = s.event_ts and b.key = s.event_key
    join event e on e.slot = ${slot} and e.ts = s.event_ts and e.key = s.event_key
    where b.input is not null and b.output is not null and (${of}::int is null or e.prompt = ${of}::int)
    order by s.at desc limit ${given.max}`;
  const texts = await names.texts(
    slot,
    'prompt',
    rows.map(({ prompt }) => prompt),
  );
  return rows.map(({ key, id, prompt, ...row }) => ({
    ...row,
    id: idOfKey(key, id),
    prompt: texts.get(prompt) ?? null,
  }));
}
