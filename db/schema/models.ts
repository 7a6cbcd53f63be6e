import { date, index, integer, jsonb, numeric, pgTable, primaryKey, text, unique, uuid } from 'drizzle-orm/pg-core';
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

/** US dollars per million tokens, in force from `effectiveFrom` until the next row of the same model. */
export const modelPrice = pgTable(
  'model_price',
  {
    modelPk: uuid()
      .notNull()
      .references(() => model.id, { onDelete: 'cascade' }),
    effectiveFrom: instant().notNull(),
    inputPerMtok: numeric({ mode: 'number' }).notNull(),
    outputPerMtok: numeric({ mode: 'number' }).notNull(),
    cachedInputPerMtok: numeric({ mode: 'number' }),
    cacheWritePerMtok: numeric({ mode: 'number' }),
  },
  (t) => [primaryKey({ columns: [t.modelPk, t.effectiveFrom] })],
);
