import { sql } from 'drizzle-orm';
import { bigint, boolean, check, integer, pgTable, text, unique, uuid } from 'drizzle-orm/pg-core';
import type { BudgetScope } from '#server/cost/domain/budget-scope.ts';
import { instant } from './columns.ts';
import { project } from './projects.ts';

/** What may be spent in a calendar month (UTC) by the whole project, or by a prompt, model, key or tag. */
export const budget = pgTable(
  'budget',
  {
    id: uuid().primaryKey(),
    projectId: integer()
      .notNull()
      .references(() => project.id),
    scope: text().$type<BudgetScope>().notNull(),
    /** The name of the prompt (or a folder, `search/*`), model, key or tag; '' of the whole project. */
    subject: text().notNull(),
    /** US dollars × 10^12. */
    amountPico: bigint({ mode: 'bigint' }).notNull(),
    /** Thresholds in percent, ascending: each is notified once a period. */
    percents: integer().array().notNull(),
    /** Whether the gateway is to refuse requests once all is spent. */
    hard: boolean().notNull(),
    /** Day since 1970 on which the period of the next two columns began; null: nothing was read yet. */
    notifiedPeriod: integer(),
    notifiedLimitPico: bigint({ mode: 'bigint' }),
    notifiedPercent: integer(),
    createdAt: instant().notNull(),
    updatedAt: instant().notNull(),
  },
  (t) => [
    unique('budget_scope').on(t.projectId, t.scope, t.subject),
    check('budget_scope_check', sql`${t.scope} in ('project', 'prompt', 'model', 'key', 'tag')`),
    check('budget_subject_check', sql`(${t.scope} = 'project') = (${t.subject} = '')`),
    check('budget_amount_check', sql`${t.amountPico} > 0`),
  ],
);
