import { z } from 'zod';

/** Why a golden set measures although what was trained on holds items of it. */
export const reasonSchema = z.string().trim().min(3).max(2_000);

export const acceptContaminationBody = z.strictObject({ reason: reasonSchema });
export const acceptContaminationResponse = z.object({ accepted: z.int() });

const training = z.object({ dataset: z.string(), version: z.string().nullable() });

export const contaminationsResponse = z.object({
  data: z.array(
    z.object({
      golden: z.object({ dataset: z.string(), version: z.int(), items: z.int() }),
      training,
      models: z.array(z.string()),
      reached: z.array(z.string()).meta({ description: 'These models and all that was made from them.' }),
      shared_total: z.int(),
      shared: z
        .array(z.object({ item: z.string(), training_item: z.string(), by: z.enum(['content', 'text']) }))
        .meta({ description: 'The first 100.' }),
      reason: z.object({ text: z.string(), by: z.string(), at: z.iso.datetime() }).nullable(),
    }),
  ),
  elsewhere: z.array(training).meta({ description: 'Training datasets whose items are not in this project.' }),
  waiting: z.int().meta({ description: 'Pairs that were not compared yet, or are too large to be.' }),
});
