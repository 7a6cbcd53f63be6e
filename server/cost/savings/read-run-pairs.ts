import { sql } from 'drizzle-orm';
import type { Ctx, ReadCtx } from '#server/platform/context.ts';
import { modelText } from '#server/prompts/domain/variant.ts';

/** The newest completed run of a version by a model on a golden set. */
export type MeasuredRun = {
  id: string;
  prompt: string;
  version: number;
  model: string;
  /** Equal where two runs answered the same items and were scored alike. */
  items: string;
  datasetId: string;
  datasetVersion: number;
};

/** The newest completed run of each version, model, dataset version and scorers. One index range of the project's runs. */
export async function readMeasuredRuns(ctx: ReadCtx): Promise<MeasuredRun[]> {
  type Row = Omit<MeasuredRun, 'model'> & { provider: string | null; model: string | null };
  const rows = await ctx.db.execute<Row>(sql`
    select distinct on (r.version_id, r.provider, r.model, r.dataset_id, r.dataset_version, r.scorers_digest)
      r.id, p.name as prompt, r.version, r.provider, r.model, r.dataset_id as "datasetId",
      r.dataset_version as "datasetVersion", concat_ws(' ', r.dataset_id, r.dataset_version, r.scorers_digest) as items
    from eval_run r join prompt p on p.id = r.prompt_id
    where r.project_id = ${ctx.project.id} and r.status = 'completed' and r.model is not null
    order by r.version_id, r.provider, r.model, r.dataset_id, r.dataset_version, r.scorers_digest, r.created_at desc`);
  return rows.map((row) => ({ ...row, model: modelText(row) ?? '' }));
}

/** One item that both runs answered at their first repeat; costs in US dollars. */
export type AnswerPair = {
  category: string;
  cluster: string | null;
  aScore: number;
  bScore: number;
  aCost: number | null;
  bCost: number | null;
  aIn: number | null;
  bIn: number | null;
  aOut: number | null;
  bOut: number | null;
};

/**
 * The items that both runs answered and scored, in the order of the golden set. Items that one side lacks are left out.
 * A merge of two index ranges of results.
 */
export async function readAnswerPairs({ sql: connection }: Ctx, a: MeasuredRun, b: MeasuredRun): Promise<AnswerPair[]> {
  return connection<AnswerPair[]>`
    select i.category, i.cluster, a.score as "aScore", b.score as "bScore", a.cost_usd as "aCost", b.cost_usd as "bCost",
      a.tokens_in as "aIn", b.tokens_in as "bIn", a.tokens_out as "aOut", b.tokens_out as "bOut"
    from eval_result a
    join eval_result b on b.run_id = ${b.id} and b.item_id = a.item_id and b.repeat = 0
    join dataset_item i on i.dataset_id = ${a.datasetId} and i.item_id = a.item_id
      and i.valid_from <= ${a.datasetVersion} and (i.valid_to is null or i.valid_to > ${a.datasetVersion})
    where a.run_id = ${a.id} and a.repeat = 0 and a.score is not null and b.score is not null
      and a.error is null and b.error is null
    order by i.position, i.item_id`;
}
