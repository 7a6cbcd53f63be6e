// The tables that server/cost writes. Their SQL is written by hand (db/migrations/0016_cost_outcomes.sql and later), as
// drizzle-kit knows neither collations nor column comments; db/schema.db.test.ts compares both.
import {
  bigint,
  boolean,
  doublePrecision,
  integer,
  numeric,
  pgTable,
  primaryKey,
  smallint,
  text,
  uuid,
} from 'drizzle-orm/pg-core';
import { instant } from './columns.ts';
import { project } from './projects.ts';

/** A cost that is no LLM call: a tool, a person, infrastructure. */
export const costRecord = pgTable(
  'cost_record',
  {
    slot: integer().notNull(),
    key: uuid().notNull(),
    id: text().notNull(),
    at: instant().notNull(),
    receivedAt: instant().notNull(),
    kind: smallint().notNull(),
    /** US dollars × 10^12. */
    amountPico: bigint({ mode: 'bigint' }).notNull(),
    operationId: text(),
    name: text(),
    prompt: text(),
    version: integer(),
    /** Start of the task that it belongs to; null where no attempt of its operation is known. */
    taskAt: instant(),
  },
  (t) => [primaryKey({ columns: [t.slot, t.key] })],
);

/** Tasks by hour and day of their start and by what their first attempt was; recomputed by marks (decisions 076 and 080). */
export const taskRollup = pgTable(
  'task_rollup',
  {
    hour: instant().notNull(),
    llmPico: numeric().notNull(),
    toolPico: numeric().notNull(),
    humanPico: numeric().notNull(),
    infrastructurePico: numeric().notNull(),
    retriedPico: numeric().notNull(),
    cost: doublePrecision().notNull(),
    cost2: doublePrecision('cost_2').notNull(),
    cost3: doublePrecision('cost_3').notNull(),
    value: doublePrecision().notNull(),
    value2: doublePrecision('value_2').notNull(),
    value3: doublePrecision('value_3').notNull(),
    costValue: doublePrecision().notNull(),
    cost2Value: doublePrecision('cost_2_value').notNull(),
    costValue2: doublePrecision('cost_value_2').notNull(),
    slot: integer().notNull(),
    environment: integer().notNull(),
    prompt: integer().notNull(),
    version: integer().notNull(),
    model: integer().notNull(),
    service: integer().notNull(),
    queryType: integer().notNull(),
    tasks: integer().notNull(),
    valued: integer().notNull(),
    attempts: integer().notNull(),
    unknownAttempts: integer().notNull(),
    arm: smallint().notNull(),
    ended: smallint().notNull(),
    known: boolean().notNull(),
    unitCosts: doublePrecision().array().notNull(),
    unitValues: doublePrecision().array().notNull(),
    tier: smallint().notNull(),
    setId: smallint().notNull(),
    tag: integer().notNull(),
    lastHour: instant().notNull(),
  },
  (t) => [
    primaryKey({
      columns: [
        t.slot,
        t.tier,
        t.setId,
        t.hour,
        t.environment,
        t.prompt,
        t.version,
        t.model,
        t.service,
        t.queryType,
        t.arm,
        t.tag,
        t.ended,
        t.known,
      ],
    }),
  ],
);

/** What each key sent by the hour of its events; recomputed by marks, with `task_rollup`. Written as `key-rollup.ts` says. */
export const keyRollup = pgTable(
  'key_rollup',
  {
    hour: instant().notNull(),
    /** US dollars × 10^9 of the requests whose cost is known. */
    costNano: bigint({ mode: 'bigint' }).notNull(),
    tokensIn: bigint({ mode: 'bigint' }).notNull(),
    tokensOut: bigint({ mode: 'bigint' }).notNull(),
    tokensCached: bigint({ mode: 'bigint' }).notNull(),
    slot: integer().notNull(),
    apiKey: integer().notNull(),
    model: integer().notNull(),
    requests: integer().notNull(),
    known: integer().notNull(),
  },
  (t) => [primaryKey({ columns: [t.slot, t.hour, t.apiKey, t.model] })],
);
/** Tags of events as small numbers, for `task_rollup.tag`. */
export const taskTag = pgTable(
  'task_tag',
  { slot: integer().notNull(), id: integer().notNull(), text: text().notNull() },
  (t) => [primaryKey({ columns: [t.slot, t.id] })],
);

/** How the tasks of a project are counted; a project without a row counts by default. */
export const costSetting = pgTable('cost_setting', {
  projectId: integer()
    .primaryKey()
    .references(() => project.id),
  horizonHours: integer().notNull(),
  withoutOutcome: text().$type<'failure' | 'excluded'>().notNull(),
  updatedAt: instant().notNull(),
});
