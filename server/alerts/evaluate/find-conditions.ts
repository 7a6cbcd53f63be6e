import type { ConditionKind } from '#server/alerts/domain/condition-kind.ts';
import type { ConditionFacts, Evidence } from '#server/alerts/domain/reading.ts';
import { readChanges } from '#server/audit/read-changes.ts';
import { readBudgets } from '#server/cost/budgets/read-budgets.ts';
import { budgetName } from '#server/cost/domain/budget-scope.ts';
import { dollarsOf } from '#server/cost/domain/dollars.ts';
import { timesOfJump } from '#server/cost/domain/spend-jumps.ts';
import { readJumps } from '#server/cost/jumps/read-jumps.ts';
import type { ProofState } from '#server/gates/domain/fallback-proof.ts';
import { readFallbackProofs } from '#server/gates/read-fallback-proofs.ts';
import { readDeprecations } from '#server/models/read-deprecations.ts';
import type { Ctx } from '#server/platform/context.ts';
import { DAY_MS, HOUR_MS } from '#server/platform/pure/durations.ts';
import { readGateReasons } from '#server/promotions/reads/read-gate-reasons.ts';
import { type Condition, findDrift, findNegativeFeedback } from './find-shifts.ts';

/** Days before its retirement from which a model that serves is an alert. */
const RETIREMENT_DAYS = 30;

const found = (
  method: string,
  { value, limit, n = 1 }: { value: number | null; limit: number; n?: number },
  about: ConditionFacts,
): Evidence => ({ ...{ method, value, limit, n, needed: 1, windowMin: 0 }, about });

/** Places that an alert names. */
const PLACES_MAX = 5;

const placesOf = (places: readonly string[]): Pick<ConditionFacts, 'places' | 'more'> => ({
  ...{ places: places.slice(0, PLACES_MAX), more: Math.max(0, places.length - PLACES_MAX) },
});

const dayOf = (at: Date | number): string => new Date(at).toISOString().slice(0, 10);

/** What is the case now, by kind. Each is the read of a page; they are made every five minutes. */
export const FIND: Record<ConditionKind, (ctx: Ctx) => Promise<Condition[]>> = {
  async budget(ctx) {
    const month = dayOf(ctx.clock.now()).slice(0, 7);
    return (await readBudgets(ctx)).flatMap(({ row, standing }) => {
      if (standing.state !== 'over') return [];
      const [over, limit] = [dollarsOf(standing.overPico), dollarsOf(row.amountPico)];
      const name = budgetName(row);
      const title = `The budget of ${name} is spent: $${over.toFixed(2)} over $${limit}`;
      const spent = dollarsOf(row.amountPico + standing.overPico);
      const evidence = found('spend of the month', { value: spent, limit }, { name, day: month });
      return [{ labels: { budget: row.id }, title, evidence }];
    });
  },
  async spend_jump(ctx) {
    const since = ctx.clock.now().getTime() - DAY_MS;
    const { jumps } = await readJumps(ctx);
    return (jumps ?? [])
      .filter(({ to }) => to > since)
      .map(({ kind, name, from, value, typical, requests, of }) => ({
        labels: { jump: kind, name, day: dayOf(from) },
        title: `Spend or input of ${name} jumped`,
        evidence: {
          ...found(
            'a day against the days before',
            { value, limit: timesOfJump(kind) * typical, n: requests },
            { name, day: dayOf(from), jump: kind, daysBefore: of },
          ),
          baseline: typical,
        },
      }));
  },
  async retirement(ctx) {
    const { imminent } = await readDeprecations(ctx, RETIREMENT_DAYS);
    return imminent.flatMap(({ provider, modelId, days, date, replacement, places }) => {
      if (places.length === 0) return [];
      const model = `${provider ?? ''}/${modelId}`;
      const title = `${model} retires in ${days} days and serves ${places.length === 1 ? '1 prompt' : `${places.length} prompts`}`;
      const serves = placesOf(places.map(({ prompt, environment }) => `${prompt} in ${environment}`));
      const figures = { value: days, limit: RETIREMENT_DAYS, n: places.length };
      const about = { name: model, day: date, replacement, ...serves };
      return [{ labels: { model }, title, evidence: found('days until it retires', figures, about) }];
    });
  },
  async fallback(ctx) {
    return (await readFallbackProofs(ctx)).flatMap(({ provider, modelId, to, state, prompts }) => {
      if (state === 'proven' || prompts.length === 0) return [];
      const model = `${provider}/${modelId}`;
      const unproven = prompts.filter((one) => one.state !== 'proven');
      const title = `The fallback of ${model} is not proven on ${unproven.length} of ${prompts.length} prompts`;
      const figures = { value: unproven.length, limit: 0, n: prompts.length };
      const about = {
        name: to.provider === null ? to.model : `${to.provider}/${to.model}`,
        ...placesOf(unproven.map((one) => `${one.prompt} (${PROOF_WORDS[one.state]})`)),
      };
      return [{ labels: { model }, title, evidence: found('newest gate of the fallback', figures, about) }];
    });
  },
  rollout: (ctx) => changesOf(ctx, 'rollback', 'a roll back of the last hour'),
  gate: (ctx) => changesOf(ctx, 'gate', 'a gate of the last hour that blocked a promotion'),
  drift: findDrift,
  feedback: findNegativeFeedback,
};

const PROOF_WORDS: Record<ProofState, string> = {
  proven: 'proven',
  stale: 'passed too long ago or for another version',
  inconclusive: 'inconclusive',
  unproven: 'no gate yet',
  failed: 'failed',
};

/** Every change of a kind in the last hour: a series of its own, which is over an hour later. */
async function changesOf(ctx: Ctx, kind: 'rollback' | 'gate', method: string): Promise<Condition[]> {
  const now = ctx.clock.now();
  const from = new Date(now.getTime() - HOUR_MS);
  const changes = await readChanges(ctx, { from, to: now, kinds: [kind], limit: 50 });
  const promotions = changes.map(({ path }) => PROMOTION.exec(path)?.[1]);
  const reasons = await readGateReasons(ctx, kind === 'gate' ? promotions.filter((id) => id !== undefined) : []);
  return changes.map(({ at, prompt, environment, title, actor }, i) => ({
    labels: { ...(prompt ? { prompt } : {}), ...(environment ? { environment } : {}), at: at.toISOString() },
    title,
    evidence: found(
      method,
      { value: null, limit: 0 },
      { by: actor.name, reason: reasons.get(promotions[i] ?? '') ?? null },
    ),
  }));
}

/** The address of a promotion below its project's. */
const PROMOTION = /^\/promotions\/([0-9a-f-]{36})$/;
