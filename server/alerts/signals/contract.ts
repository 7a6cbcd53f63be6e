import { z } from 'zod';
import { SIGNAL_PLACES, SIGNAL_RULES } from '#server/alerts/signals/domain/hit.ts';
import { instantSchema } from '#server/audit/contract.ts';
import { RANGES } from '#server/telemetry/query/domain/range.ts';

const name = z.string().trim().min(1).max(200);

const about = { prompt: name.optional(), environment: name.optional() };

/** `GET /api/v1/signals` */
export const signalsQuery = z
  .strictObject({
    from: instantSchema.optional().meta({ description: 'Left out: 24 hours before `to`.' }),
    to: instantSchema.optional().meta({ description: 'Left out: now.' }),
    step: z.coerce.number().int().min(60).max(31_536_000).optional().meta({ description: 'Seconds.' }),
    ...about,
  })
  .refine(({ from, to }) => from === undefined || to === undefined || Date.parse(from) < Date.parse(to), {
    path: ['to'],
    message: 'to must be after from',
  });

/** What the list of requests with signals is narrowed to. */
export const hitFilter = {
  ...about,
  rule: z.enum(SIGNAL_RULES).optional(),
  counted: z.enum(['true', 'false']).optional().meta({ description: 'Only those that count, or only the others.' }),
};

/** Our own page: what it shows of which time. */
export const signalsInput = z.object({ range: z.enum(RANGES).default('24h'), ...about });

export const CANARY_MIN = 12;
const canary = z.string().trim().min(CANARY_MIN).max(200);
export const canaryBody = z.strictObject({
  prompt: name.nullish().meta({ description: 'Whose outputs are looked at; null: those of every prompt.' }),
  canary: canary
    .nullable()
    .meta({ description: 'A text that stands in the prompt and nowhere else; null removes it.' }),
});
export const canaryInput = z.object(canaryBody.shape);

const count = z.int();

export const signalsResponse = z.object({
  step: z.number().meta({ description: 'Seconds, as they were used.' }),
  coverage: z.object({
    requests: count.meta({ description: 'All of the range.' }),
    scanned: count.meta({
      description: 'Those with a stored text, or the score of a judge. Of the others nothing is known.',
    }),
    counted: count,
    judged: count,
    cut: count.meta({ description: 'Scanned ones with a text that is longer than what is looked at.' }),
    share: z.number().nullable().meta({ description: 'Counted of scanned; null: nothing was scanned.' }),
    stores_texts: z.boolean().meta({ description: 'Whether the project stores inputs and outputs.' }),
    scanned_until: z.iso.datetime().nullable(),
  }),
  series: z.array(
    z.object({
      prompt: z.string().nullable(),
      environment: z.string().nullable(),
      points: z
        .array(z.tuple([z.iso.datetime(), count, count, z.number().nullable()]))
        .meta({ description: 'Time, scanned, counted, their share; null where nothing was scanned.' }),
    }),
  ),
  series_left_out: count,
});

const hit = z.object({
  rule: z.enum(SIGNAL_RULES),
  place: z.enum(SIGNAL_PLACES),
  part: z.string(),
  start: count,
  end: count,
  quote: z.string(),
  encoding: z.string(),
  weight: z.number(),
});
export const hitResponse = z.object({
  request_id: z.string(),
  at: z.iso.datetime(),
  prompt: z.string().nullable(),
  environment: z.string().nullable(),
  counted: z.boolean(),
  hits: z.array(hit),
});

export const canariesResponse = z.object({
  data: z.array(
    z.object({
      ...{ prompt: z.string().nullable(), canary: z.string(), updated_at: z.iso.datetime() },
      updated_by: z.string(),
    }),
  ),
});
