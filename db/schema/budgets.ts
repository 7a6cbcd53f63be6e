import { sql } from 'drizzle-orm';
import { bigint, boolean, check, doublePrecision, integer, pgTable, text, unique } from 'drizzle-orm/pg-core';
import type { BudgetScope } from '#server/cost/domain/budget-scope.ts';
import type { JumpKind } from '#server/cost/domain/spend-jumps.ts';
import { instant } from './columns.ts';
import { ownedRow } from './projects.ts';

/** What may be spent in a calendar month (UTC) by the whole project, or by a prompt, model, key or tag. */
export const budget = pgTable(
  'budget',
  {
    ...ownedRow(),
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

/** A jump of spend or of input length, once a day and subject, as it was when it was found (docs/decisions/084). */
export const spendJump = pgTable(
  'spend_jump',
  {
    ...ownedRow(),
    kind: text().$type<JumpKind>().notNull(),
    /** The user, key, service, or (kind `input`) prompt. */
    name: text().notNull(),
    /** UTC day since 1970. */
    day: integer().notNull(),
    /** Dollars of spend, or tokens a request: of the day, and the median of `daysBefore` days before it. */
    value: doublePrecision().notNull(),
    typical: doublePrecision().notNull(),
    requests: integer().notNull(),
    daysBefore: integer().notNull(),
    foundAt: instant().notNull(),
  },
  (t) => [
    unique('spend_jump_once').on(t.projectId, t.day, t.kind, t.name),
    check('spend_jump_kind_check', sql`${t.kind} in ('user', 'key', 'service', 'input')`),
  ],
);
