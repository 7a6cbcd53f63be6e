import { z } from 'zod';
import { calendarDateSchema, INT_MAX } from '#server/audit/contract.ts';
import { CATALOGUES, type Source } from './domain/catalogue.ts';
import { WARNINGS, type WarningCode } from './domain/price-checks.ts';

const keysOf = <T extends string>(of: Readonly<Record<T, unknown>>) => Object.keys(of) as [T, ...T[]];

/** A catalogue by its name. */
export const sourceSchema = z.enum(keysOf<Source>(CATALOGUES));

/** Whose price a person confirms. `from`: the UTC day on which it begins, default now, or the day it is announced for. */
export const confirmPriceBody = z.strictObject({ source: sourceSchema, from: calendarDateSchema.nullish() });
export const dismissPriceBody = z.strictObject({ reason: z.string().trim().min(1).max(500) });

const conditions = z.record(z.string(), z.unknown());

export const disagreementResponse = z.object({
  id: z.uuid(),
  provider: z.string(),
  model_id: z.string(),
  meter: z.string(),
  when: conditions,
  /** The coming day from which the prices differ; null where they do now. */
  since: z.iso.datetime().nullable(),
  stated: z.array(
    z.object({
      source: z.enum(['own', ...keysOf<Source>(CATALOGUES)]),
      amount: z.string(),
      per: z.int(),
      state: z.string(),
      effective_from: z.iso.datetime().nullable(),
      source_url: z.string().nullable(),
      read_on: z.iso.date().nullable(),
    }),
  ),
  ratio: z.number().nullable(),
  warnings: z.array(z.object({ code: z.enum(keysOf<WarningCode>(WARNINGS)), message: z.string() })),
  found_at: z.iso.datetime(),
});

export const disagreementsResponse = z.object({
  data: z.array(disagreementResponse),
  next_cursor: z.string().nullable(),
  total: z.int().max(INT_MAX),
  /** How many of all have a warning. */
  warned: z.int().max(INT_MAX),
});

export const listedResponse = z.object({
  data: z.array(
    z.object({
      source: sourceSchema,
      provider: z.string(),
      model_id: z.string(),
      read_on: z.iso.date(),
      prices: z.array(z.record(z.string(), z.unknown())),
      unread: z.array(z.object({ field: z.string(), because: z.string() })),
    }),
  ),
});
