import type { ConditionKind } from '#server/alerts/domain/condition-kind.ts';
import type { Evidence } from '#server/alerts/domain/reading.ts';
import { readChanges } from '#server/audit/read-changes.ts';
import { readBudgets } from '#server/cost/budgets/read-budgets.ts';
import { budgetName } from '#server/cost/domain/budget-scope.ts';
import { dollarsOf } from '#server/cost/domain/dollars.ts';
import { readJumps } from '#server/cost/jumps/read-jumps.ts';
import { readFallbackProofs } from '#server/gates/read-fallback-proofs.ts';
import { readDeprecations } from '#server/models/read-deprecations.ts';
import type { Ctx } from '#server/platform/context.ts';
import { DAY_MS, HOUR_MS } from '#server/platform/pure/durations.ts';
import { type Condition, findDrift, findNegativeFeedback } from './find-shifts.ts';

/** Days before its retirement from which a model that serves is an alert. */
const RETIREMENT_DAYS = 30;

const found = (method: string, value: number | null, limit: number, n = 1): Evidence => ({
  ...{ method, value, limit, n, needed: 1, windowMin: 0 },
});

/** What is the case now, by kind. Each is the read of a page; they are made every five minutes. */
export const FIND: Record<ConditionKind, (ctx: Ctx) => Promise<Condition[]>> = {
  async budget(ctx) {
    return (await readBudgets(ctx)).flatMap(({ row, standing }) => {
      if (standing.state !== 'over') return [];
      const over = standing.overPico === null ? null : dollarsOf(standing.overPico);
      const title = `The budget of ${budgetName(row)} is spent: $${(over ?? 0).toFixed(2)} over $${dollarsOf(row.amountPico)}`;
      return [{ labels: { budget: row.id }, title, evidence: found('spend of the month', over, 0) }];
    });
  },
  async spend_jump(ctx) {
    const since = ctx.clock.now().getTime() - DAY_MS;
    const { jumps } = await readJumps(ctx);
    return (jumps ?? [])
      .filter(({ to }) => to > since)
      .map(({ kind, name, from, value, typical, requests }) => ({
        labels: { jump: kind, name, day: new Date(from).toISOString().slice(0, 10) },
        title: `Spend or input of ${name} jumped`,
        evidence: { ...found('a day against the days before', value, typical, requests), baseline: typical },
      }));
  },
  async retirement(ctx) {
    const { imminent } = await readDeprecations(ctx, RETIREMENT_DAYS);
    return imminent.flatMap(({ provider, modelId, days, places }) => {
      if (places.length === 0) return [];
      const model = `${provider ?? ''}/${modelId}`;
      const title = `${model} retires in ${days} days and serves ${places.length === 1 ? '1 prompt' : `${places.length} prompts`}`;
      return [{ labels: { model }, title, evidence: found('days until it retires', days, RETIREMENT_DAYS) }];
    });
  },
  async fallback(ctx) {
    return (await readFallbackProofs(ctx)).flatMap(({ provider, modelId, state, prompts }) => {
      if (state === 'proven' || prompts.length === 0) return [];
      const model = `${provider}/${modelId}`;
      const unproven = prompts.filter((one) => one.state !== 'proven').length;
      const title = `The fallback of ${model} is not proven on ${unproven} of ${prompts.length} prompts`;
      return [
        { labels: { model }, title, evidence: found('newest gate of the fallback', unproven, 0, prompts.length) },
      ];
    });
  },
  rollout: (ctx) => changesOf(ctx, 'rollback', 'a roll back of the last hour'),
  gate: (ctx) => changesOf(ctx, 'gate', 'a gate of the last hour that blocked a promotion'),
  drift: findDrift,
  feedback: findNegativeFeedback,
};

/** Every change of a kind in the last hour: a series of its own, which is over an hour later. */
async function changesOf(ctx: Ctx, kind: 'rollback' | 'gate', method: string): Promise<Condition[]> {
  const now = ctx.clock.now();
  const from = new Date(now.getTime() - HOUR_MS);
  const changes = await readChanges(ctx, { from, to: now, kinds: [kind], limit: 50 });
  return changes.map(({ at, prompt, environment, title }) => ({
    labels: { ...(prompt ? { prompt } : {}), ...(environment ? { environment } : {}), at: at.toISOString() },
    title,
    evidence: found(method, null, 0),
  }));
}
