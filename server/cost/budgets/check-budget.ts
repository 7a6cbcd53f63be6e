import { and, eq, isNull } from 'drizzle-orm';
import { model } from '#db/schema/models.ts';
import { apiKey } from '#db/schema/projects.ts';
import { prompt } from '#db/schema/prompts.ts';
import { readLimit } from '#server/cost/domain/budget-limit.ts';
import { type Budgeted, type BudgetScope, folderOf } from '#server/cost/domain/budget-scope.ts';
import type { Ctx } from '#server/platform/context.ts';
import { invalid } from '#server/platform/faults.ts';
import { resolveFilter } from '#server/telemetry/query/resolve-filter.ts';

/**
 * The scope and subject of a budget. 422 where the subject is missing, superfluous or unknown: a misspelt one would stay at
 * $0.
 */
export async function checkBudgeted(
  ctx: Ctx,
  { scope, subject }: { scope: BudgetScope; subject?: string | null },
): Promise<Budgeted> {
  if (scope === 'project') {
    if (subject == null) return { scope, subject: '' };
    throw invalid('/subject', 'not_expected', 'subject: a budget of the project has none. Leave it out.');
  }
  if (subject == null) throw invalid('/subject', 'required', `subject: which ${scope} is it?`);
  if (await IS_KNOWN[scope](ctx, subject)) return { scope, subject };
  throw invalid(
    '/subject',
    `unknown_${scope}`,
    `subject: this project has no ${scope} ${subject}, and no request names it.`,
  );
}

/** The amount in 10⁻¹² dollars; 422 for anything but dollars above 0. */
export function checkLimit(value: number | string): bigint {
  const { pico, problem } = readLimit(value);
  if (problem) throw invalid('/amount_usd', problem.code, `amount_usd: ${problem.message}`);
  return pico;
}

/** Registered, or named by an event: one index lookup each. Only raw events have tags, so any tag is accepted. */
const IS_KNOWN: Record<Exclude<BudgetScope, 'project'>, (ctx: Ctx, subject: string) => Promise<boolean>> = {
  prompt: async (ctx, name) => {
    const folder = folderOf(name);
    const seen = await resolveFilter(ctx, folder === null ? { prompt: name } : { promptPrefix: folder });
    if (!seen.empty) return true;
    const names = await ctx.db.select({ name: prompt.name }).from(prompt).where(eq(prompt.projectId, ctx.project.id));
    return names.some((row) => (folder === null ? row.name === name : row.name.startsWith(folder)));
  },
  model: async (ctx, name) => {
    if (!(await resolveFilter(ctx, { model: name })).empty) return true;
    const rows = await ctx.db
      .select({ provider: model.provider, modelId: model.modelId })
      .from(model)
      .where(eq(model.projectId, ctx.project.id));
    return rows.some(({ provider, modelId }) => name === modelId || name === `${provider}/${modelId}`);
  },
  key: async (ctx, name) => {
    const mine = and(eq(apiKey.projectId, ctx.project.id), eq(apiKey.name, name), isNull(apiKey.revokedAt));
    const [row] = await ctx.db.select({ id: apiKey.id }).from(apiKey).where(mine).limit(1);
    return row !== undefined;
  },
  tag: async () => true,
};
