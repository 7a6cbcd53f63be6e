import { z } from 'zod';
import { INT_MAX, instantSchema } from '#server/audit/contract.ts';
import { RECORD_KINDS } from './domain/record-kind.ts';

const name = z.string().min(1).max(200);

/** One cost of `POST /api/v1/costs`. `amount_usd` is judged apart: as text or number, exact to 12 decimals. */
export const costMessage = z
  .strictObject({
    id: name,
    at: instantSchema,
    operation_id: name.nullish(),
    kind: z.enum(RECORD_KINDS),
    amount_usd: z.union([z.string().max(60), z.number()]),
    name: name.nullish(),
    prompt: name.nullish(),
    version: z.number().int().min(1).max(INT_MAX).nullish(),
  })
  .refine(({ prompt, version }) => version == null || prompt != null, {
    path: ['prompt'],
    message: '/prompt is needed where /version is given',
  });
export type CostMessage = z.infer<typeof costMessage>;

/** The list is judged one by one, so its entries are not checked here. */
export const costsBody = z.strictObject({ costs: z.array(z.unknown()).max(1000) });
