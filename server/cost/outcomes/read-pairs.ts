import type { Candidate } from '#server/cost/domain/compare-variants.ts';
import type { CostGroup } from '#server/cost/domain/grouping.ts';
import type { Ctx } from '#server/platform/context.ts';

/** A variant by name: two groups of the same one differ in their arm alone. */
export const variantText = ({ version, provider, model }: CostGroup): string => [version, provider, model].join(' ');

type Counted = {
  version: number;
  provider: string | null;
  model: string;
  category: string;
  n: number;
  candidateOnly: number;
  baselineOnly: number;
  baselineRight: number;
  binary: boolean;
};

/**
 * How the variants of a prompt answered the same items as `baseline` did, by category, by the text of the variant: from the
 * newest completed eval runs of both on one version of a golden set with the same scorers, where every score is 0 or 1.
 * Cost: one statement, a lookup an item of those runs.
 */
export async function readPairs(ctx: Ctx, baseline: CostGroup): Promise<Map<string, Candidate['pairs']>> {
  const { prompt = null, version = null, provider = null, model = null } = baseline;
  if (prompt === null || version === null || model === null) return new Map();
  const rows = await ctx.sql<Counted[]>`
    with runs as (
      select r.* from eval_run r join prompt p on p.id = r.prompt_id
      where r.project_id = ${ctx.project.id} and p.project_id = ${ctx.project.id} and p.name = ${prompt}
        and r.status = 'completed' and r.model is not null
    ), pairs as (
      select distinct on (c.version, c.provider, c.model)
        c.version, c.provider, c.model, c.id as candidate, b.id as baseline, c.dataset_id, c.dataset_version
      from runs c join runs b on b.dataset_id = c.dataset_id and b.dataset_version = c.dataset_version
        and b.scorers_digest = c.scorers_digest and b.variant_digest <> c.variant_digest
      where b.version = ${version}::int4 and b.model = ${model} and coalesce(b.provider, ${provider}) = ${provider}
      order by c.version, c.provider, c.model, least(c.completed_at, b.completed_at) desc
    )
    select p.version, p.provider, p.model, i.category, count(*)::int as n,
      count(*) filter (where x.score = 1 and y.score = 0)::int as "candidateOnly",
      count(*) filter (where x.score = 0 and y.score = 1)::int as "baselineOnly",
      count(*) filter (where y.score = 1)::int as "baselineRight",
      bool_and(x.score in (0, 1) and y.score in (0, 1)) as binary
    from pairs p
    join eval_result x on x.run_id = p.candidate and x.repeat = 0 and x.score is not null
    join eval_result y on y.run_id = p.baseline and y.item_id = x.item_id and y.repeat = 0 and y.score is not null
    join dataset_item i on i.dataset_id = p.dataset_id and i.item_id = x.item_id
      and i.valid_from <= p.dataset_version and (i.valid_to is null or i.valid_to > p.dataset_version)
    group by 1, 2, 3, 4 order by 1, 2, 3, 4`;
  const byVariant = Map.groupBy(rows, (row) => variantText({ ...row, provider: row.provider ?? provider }));
  return new Map([...byVariant].filter(([, own]) => own.every(({ binary }) => binary)));
}
