import { eq } from 'drizzle-orm';
import { budget } from '#db/schema/budgets.ts';
import { checkLimit } from '#server/cost/budgets/check-budget.ts';
import { updateBudget } from '#server/cost/budgets/update-budget.ts';
import { type Budgeted, budgetName, folderOf } from '#server/cost/domain/budget-scope.ts';
import { dollarsOf } from '#server/cost/domain/dollars.ts';
import { readKeys } from '#server/projects/keys/read-keys.ts';
import { revokeKey } from '#server/projects/keys/revoke-key.ts';
import type { Filter } from '#server/telemetry/query/resolve-filter.ts';
import { cannot, type Planner, seen } from './plan.ts';

/** Raises or lowers a budget of the month. 422 for an amount that is none. */
export const planBudget: Planner = async (ctx, { budget: name = '', amount_usd: amount = '' }) => {
  const rows = await ctx.db.select().from(budget).where(eq(budget.projectId, ctx.project.id));
  const row = rows.find((one) => budgetName(one) === name);
  if (!row)
    throw cannot({ code: 'budget_missing', message: `There is no budget of ${name}: it was deleted or never set.` });
  const [from, to] = [dollarsOf(row.amountPico), dollarsOf(checkLimit(amount))];
  if (from === to) throw cannot({ code: 'same_amount', message: `The budget of ${name} is $${from} already.` });
  const path = `/cost/budgets?budget=${row.id}`;
  return {
    permission: 'budget.write',
    sentence: `The budget of ${name} is ${to > from ? 'raised' : 'lowered'} from $${from} to $${to} a month. It notifies at its thresholds; no request is refused by it.`,
    undo: `Set it back to $${from}.`,
    traffic: trafficOf(row),
    sees: seen(row.id, from, to),
    act: async (ctx) => {
      await updateBudget(ctx, row.id, { amount_usd: amount });
      return { sentence: `The budget of ${name} is $${to} a month now; it was $${from}.`, path };
    },
  };
};

function trafficOf({ scope, subject }: Budgeted): Filter {
  if (scope === 'project') return {};
  if (scope === 'model') return { model: subject };
  if (scope === 'key') return { apiKey: subject };
  if (scope === 'tag') return { tag: subject };
  const folder = folderOf(subject);
  return folder === null ? { prompt: subject } : { promptPrefix: folder };
}

/** Revokes every live key of a name, for ever. */
export const planBlockKey: Planner = async (ctx, { key: name = '' }) => {
  const keys = (await readKeys(ctx)).filter((key) => key.name === name && key.status === 'live');
  if (keys.length === 0)
    throw cannot({ code: 'key_missing', message: `There is no live key ${name}: it was revoked or never made.` });
  const which = keys.map(({ last4, owner }) => `…${last4} of ${owner.name}`).join(', ');
  const what = keys.length === 1 ? `the key ${name} (${which})` : `${keys.length} keys named ${name} (${which})`;
  return {
    permission: 'key.write',
    sentence: `Revokes ${what}. Every request that is sent with it is refused within 2 seconds, good ones too.`,
    undo: 'A revoked key cannot be restored: create another one under Settings and hand it over.',
    traffic: { apiKey: name },
    sees: seen(keys.map(({ id }) => id).sort()),
    act: async (ctx) => {
      for (const { id } of keys) await revokeKey(ctx, { id });
      return { sentence: `Revoked ${what}.`, path: '/settings/keys' };
    },
  };
};
