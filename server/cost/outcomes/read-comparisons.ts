import { and, eq, inArray } from 'drizzle-orm';
import { prompt } from '#db/schema/prompts.ts';
import { baselinesOf } from '#server/cost/domain/baseline.ts';
import {
  type CandidateVerdict,
  type CostComparison,
  cheapestNotWorse,
  compareCosts,
} from '#server/cost/domain/compare-variants.ts';
import type { CostGroup, CostGrouping } from '#server/cost/domain/grouping.ts';
import { type Reversal, rankReversals } from '#server/cost/domain/rank-reversal.ts';
import { DEFAULT_MARGIN } from '#server/evals/domain/margin.ts';
import type { PromptMargin } from '#server/gates/domain/policy.ts';
import { readMargins } from '#server/gates/read-margins.ts';
import type { Ctx } from '#server/platform/context.ts';
import { DEFAULT_ENVIRONMENT } from '#server/projects/domain/environments.ts';
import { readServingOf } from '#server/prompts/read-serving.ts';
import type { GroupCost } from './read-outcome-costs.ts';
import { readPairs, variantText } from './read-pairs.ts';

/** A group beside what it is compared with, on the same mix of query types. */
export type GroupComparison = {
  key: string;
  baseline: string;
  cost: CostComparison;
  /** Kinds of task for which the two rank differently by task and by outcome; the stratum is a query type's number. */
  reversals: Reversal[];
  /** Of variants: whether it is proven cheaper and not worse on a golden set; null for other groupings. */
  verdict: CandidateVerdict | null;
  /** The cheapest of its prompt that is not worse. */
  isCheapest: boolean;
  /** Of variants: how much worse than the baseline is still not worse, in every category of the golden set. */
  margin: PromptMargin | null;
};

/** The chance of calling a variant not worse that is, over all candidates of a prompt. */
const ALPHA = 0.05;

/**
 * Every group against its baseline: of variants what serves their prompt, else the group with most tasks. Cost: what
 * serves by index, and for variants one read of paired eval results a prompt.
 */
export async function readComparisons(
  ctx: Ctx,
  { groups, grouping, environment }: { groups: readonly GroupCost[]; grouping: CostGrouping; environment?: string },
): Promise<{ baselines: string[]; comparisons: GroupComparison[] }> {
  const isVariant = grouping === 'variant';
  const serving = isVariant ? await readServingVariants(ctx, groups, environment) : new Set<string>();
  const marginOf = isVariant ? await readMargins(ctx) : null;
  const baselines = baselinesOf(
    groups.flatMap(({ key, group, tasks, last }) =>
      last === null
        ? []
        : [
            {
              key,
              subject: isVariant ? String(group.prompt) : '',
              isCandidate: group.arm === 'candidate',
              serves: serving.has(servingText(group.prompt, group.version, group.model)),
              tasks,
              last,
            },
          ],
    ),
  );
  const compared = await Promise.all(
    [...baselines.values()].map((key) => compareWith(ctx, { groups, marginOf, baselineKey: key })),
  );
  return { baselines: [...baselines.values()], comparisons: compared.flat() };
}

async function compareWith(
  ctx: Ctx,
  {
    groups,
    marginOf,
    baselineKey,
  }: {
    groups: readonly GroupCost[];
    /** Null: the groups are no variants. */
    marginOf: ((prompt: string) => PromptMargin) | null;
    baselineKey: string;
  },
): Promise<GroupComparison[]> {
  const isVariant = marginOf !== null;
  const baseline = groups.find(({ key }) => key === baselineKey);
  if (baseline === undefined) return [];
  const others = groups.filter(
    ({ key, group, tasks }) =>
      key !== baselineKey && tasks > 0 && (!isVariant || group.prompt === baseline.group.prompt),
  );
  const compared = others.map((other) => ({ ...other, cost: compareCosts(other.mix, baseline.mix) }));
  const pairs = isVariant && others.length > 0 ? await readPairs(ctx, baseline.group) : new Map();
  const margin = marginOf === null ? null : marginOf(String(baseline.group.prompt ?? ''));
  const { cheapest, candidates } = cheapestNotWorse(
    compared.map(({ key, group, cost }) => ({ name: key, cost, pairs: pairs.get(variantText(group)) ?? [] })),
    { ...(margin ?? DEFAULT_MARGIN), alpha: ALPHA },
  );
  return compared.map(({ key, mix, cost }, i) => ({
    key,
    baseline: baselineKey,
    cost,
    reversals: rankReversals(mix, baseline.mix),
    verdict: isVariant ? (candidates[i] ?? null) : null,
    isCheapest: isVariant && cheapest === key,
    margin,
  }));
}

const servingText = (prompt: unknown, version: unknown, model: unknown): string => [prompt, version, model].join(' ');

/** The versions that serve the prompts of these groups, by name. A version without its own model matches any model. */
async function readServingVariants(ctx: Ctx, groups: readonly GroupCost[], environment = DEFAULT_ENVIRONMENT) {
  const names = [...new Set(groups.flatMap(({ group }) => (typeof group.prompt === 'string' ? [group.prompt] : [])))];
  if (names.length === 0) return new Set<string>();
  const prompts = await ctx.db
    .select({ id: prompt.id, name: prompt.name })
    .from(prompt)
    .where(and(eq(prompt.projectId, ctx.project.id), inArray(prompt.name, names)));
  const rows = await readServingOf(
    ctx,
    prompts.map(({ id }) => id),
  );
  const nameOf = new Map(prompts.map(({ id, name }) => [id, name]));
  return new Set(
    rows
      .filter((row) => row.environment === environment)
      .flatMap(({ promptId, version, model }) => {
        const name = nameOf.get(promptId);
        const models = model === null ? groups.filter(isOf(name, version)).map(({ group }) => group.model) : [model];
        return models.map((each) => servingText(name, version, each));
      }),
  );
}

const isOf =
  (name: string | undefined, version: number) =>
  ({ group }: { group: CostGroup }): boolean =>
    group.prompt === name && group.version === version;
