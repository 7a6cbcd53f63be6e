import { type CostComparison, compareCosts } from '#server/cost/domain/compare-variants.ts';
import type { CostGroup } from '#server/cost/domain/grouping.ts';
import { readCostSettings } from '#server/cost/settings/read-cost-settings.ts';
import type { Ctx, ReadCtx } from '#server/platform/context.ts';
import { DAY_MS, HOUR_MS, WEEK_MS } from '#server/platform/pure/durations.ts';
import type { Filter } from '#server/telemetry/query/resolve-filter.ts';
import { floorTo } from '#server/telemetry/rollup/domain/tiers.ts';
import { costQueryOf } from './read-costs.ts';
import { type CostQuery, type GroupCost, readGroupCosts } from './read-outcome-costs.ts';

/** What a figure of cost per outcome says of itself, on pages other than that of cost. */
export type OutcomeFigure = Pick<
  GroupCost,
  'tasks' | 'immature' | 'succeeded' | 'withoutOutcome' | 'unknownCostAttempts' | 'perOutcome' | 'missing'
>;

/** The part of a group's figures that other pages show. */
export const figureOf = (cost: GroupCost): OutcomeFigure => {
  const { tasks, immature, succeeded, withoutOutcome, unknownCostAttempts, perOutcome, missing } = cost;
  return { tasks, immature, succeeded, withoutOutcome, unknownCostAttempts, perOutcome, missing };
};

/** How pages other than that of cost count: by outcome, and else as the settings of the project say. */
export async function readCounting(ctx: ReadCtx) {
  const { horizonHours, withoutOutcome } = await readCostSettings(ctx);
  return { successBy: 'outcome', withoutOutcome, horizonMs: horizonHours * HOUR_MS } as const;
}

/** The newest week of tasks that are all mature, and the younger ones, which are counted apart. */
export async function matureWeek(ctx: Ctx, filter: Filter): Promise<CostQuery> {
  const now = ctx.clock.now().getTime();
  const counting = await readCounting(ctx);
  const from = floorTo(now - counting.horizonMs, HOUR_MS) - WEEK_MS;
  return costQueryOf(ctx, { ...counting, ...filter, from: new Date(from), to: new Date(now) });
}

/** The figures of a prompt in the newest week of mature tasks, all environments; a prompt without a task has none. */
export async function readPromptFigures(
  ctx: Ctx,
  { prompt }: { prompt?: string },
): Promise<(OutcomeFigure & { prompt: string })[]> {
  const { groups } = await readGroupCosts(ctx, await matureWeek(ctx, { prompt }), 'prompt');
  return groups.flatMap((cost) => {
    const name = cost.group.prompt;
    return typeof name === 'string' ? [{ prompt: name, ...figureOf(cost) }] : [];
  });
}

/** Days of tasks that two versions are compared over. */
const COMPARED_DAYS = 30;

export type VersionsCompared = {
  /** Null where it had no task in the environment. */
  candidate: OutcomeFigure | null;
  baseline: OutcomeFigure | null;
  /** Candidate against baseline on the same mix of query types; null where a side has no mature task. */
  comparison: CostComparison | null;
  /** Where the candidate had tasks instead, if it had none here. */
  elsewhere: (OutcomeFigure & { environment: string })[];
};

/**
 * What an outcome costs with two versions of a prompt in one environment, over the last 30 days. `baseline` null: a first
 * release. Cost: one read of the sums of tasks; a second where the candidate has none here.
 */
export async function readVersionsCompared(
  ctx: Ctx,
  {
    prompt,
    environment,
    candidate,
    baseline,
  }: { prompt: string; environment: string; candidate: number; baseline: number | null },
): Promise<VersionsCompared> {
  const now = ctx.clock.now().getTime();
  const range = { from: new Date(now - COMPARED_DAYS * DAY_MS), to: new Date(now) };
  const counting = await readCounting(ctx);
  const query = (filter: Filter) => costQueryOf(ctx, { ...counting, ...range, ...filter });
  const { groups } = await readGroupCosts(ctx, await query({ prompt, environment }), 'version');
  const of = (version: number | null) => groups.find(({ group }) => group.version === version) ?? null;
  const [one, other] = [of(candidate), baseline === null ? null : of(baseline)];
  const both = one !== null && other !== null && one.tasks > 0 && other.tasks > 0;
  return {
    candidate: one && figureOf(one),
    baseline: other && figureOf(other),
    comparison: both ? compareCosts(one.mix, other.mix) : null,
    elsewhere: one === null ? await readByEnvironment(ctx, await query({ prompt, version: candidate })) : [],
  };
}

async function readByEnvironment(ctx: Ctx, query: CostQuery): Promise<VersionsCompared['elsewhere']> {
  const { groups } = await readGroupCosts(ctx, query, 'environment');
  return groups.map((cost) => ({ environment: nameOf(cost.group), ...figureOf(cost) }));
}

const nameOf = ({ environment }: CostGroup): string => String(environment ?? 'no environment');
