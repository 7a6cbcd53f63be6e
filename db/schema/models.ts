import { bigint, date, index, integer, jsonb, numeric, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import type { PriceState } from '#server/models/prices/domain/price-row.ts';
import type { WrittenConditions } from '#server/models/prices/domain/row-entry.ts';
import { instant } from './columns.ts';
import { project } from './projects.ts';

export const model = pgTable(
  'model',
  {
    id: uuid().primaryKey(),
    projectId: integer()
      .notNull()
      .references(() => project.id),
    provider: text().notNull(),
    modelId: text().notNull(),
    displayName: text(),
    contextWindow: integer(),
    maxOutputTokens: integer(),
    modalities: text().array(),
    releasedAt: date({ mode: 'string' }),
    deprecationDate: date({ mode: 'string' }),
    retirementDate: date({ mode: 'string' }),
    /** `provider/model_id` that serves when this one is gone. */
    fallback: text(),
    baseModel: text(),
    training: jsonb().$type<Record<string, unknown>>(),
    evalScores: jsonb().$type<Record<string, number>>().notNull().default({}),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (t) => [unique('model_key').on(t.projectId, t.provider, t.modelId), index('model_id').on(t.projectId, t.modelId)],
);

/**
 * `amount` US dollars (exact, text of up to 12 decimals) for `per` units of a meter, from a time on, where its conditions
 * hold. Which row prices a request: server/models/prices/domain/specificity.ts.
 */
export const modelPriceRow = pgTable(
  'model_price_row',
  {
    id: uuid().primaryKey(),
    modelPk: uuid()
      .notNull()
      .references(() => model.id, { onDelete: 'cascade' }),
    meter: text().notNull(),
    per: bigint({ mode: 'number' }).notNull(),
    amount: numeric().notNull(),
    currency: text().notNull(),
    effectiveFrom: instant().notNull(),
    effectiveTo: instant(),
    /** As sent in `when`, in one way of writing, so that two of the same conditions are equal. */
    conditions: jsonb().$type<WrittenConditions>().notNull(),
    state: text().$type<PriceState>().notNull(),
    sourceUrl: text(),
    checkedAt: instant(),
  },
  (t) => [unique('model_price_row_key').on(t.modelPk, t.meter, t.conditions, t.effectiveFrom)],
);
