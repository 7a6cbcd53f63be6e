import { z } from 'zod';
import { INT_MAX } from '#server/audit/contract.ts';
import { ITEM_FORMATS } from '#server/evals/domain/item-format.ts';
import { notFound } from '#server/platform/faults.ts';
import { type Page, pageInput } from '#server/platform/http/paging.ts';
import { procedure, router } from '#server/platform/trpc.ts';
import { nameSchema, versionNumberSchema } from '#server/prompts/contract.ts';
import { findComparable } from './compare/find-comparable.ts';
import { COMPARE_FILTERS, COMPARE_SORTS, readComparison, readComparisonItem } from './compare/read-comparison.ts';
import { acceptContamination } from './contamination/accept-contamination.ts';
import { reasonSchema } from './contamination/contract.ts';
import { readCleanScore } from './contamination/read-clean-score.ts';
import { readContaminations } from './contamination/read-contamination.ts';
import { createDatasetBody } from './contract.ts';
import { createDataset } from './datasets/create-dataset.ts';
import { findDataset } from './datasets/find-dataset.ts';
import { importItems } from './datasets/import-items.ts';
import { parsePastedItems } from './datasets/parse-items.ts';
import { readDataset, readDatasets } from './datasets/read-datasets.ts';
import { readItems } from './datasets/read-items.ts';
import { RUN_STATUSES } from './domain/run-status.ts';
import { resultView, runView } from './page-views.ts';
import { readChips } from './read-chips.ts';
import { readModelScores } from './read-model-scores.ts';
import { readResults } from './runs/read-results.ts';
import { readRun, readRuns } from './runs/read-runs.ts';
import { itemWire } from './wire.ts';

const text = z.string().max(200).optional();
const id = z.string().max(40);
/** Datasets on one page; the search finds others. */
const DATASETS_MAX = 500;
const pair = z.object({ run: id, baseline: id });

function toView<Row, View>(
  { data, next_cursor }: Page<Row>,
  view: (row: Row) => View,
): { data: View[]; nextCursor: string | null } {
  return { data: data.map(view), nextCursor: next_cursor };
}

/** Datasets and eval runs for our own pages. */
export const evalsRouter = router({
  datasets: procedure('eval.read')
    .input(z.object({ search: text }))
    .query(async ({ ctx, input }) => {
      const { data } = await readDatasets(ctx, { ...input, limit: DATASETS_MAX });
      return data.map(({ id: _, projectId: __, ...dataset }) => dataset);
    }),
  dataset: procedure('eval.read')
    .input(z.object({ name: nameSchema }))
    .query(({ ctx, input }) => readDataset(ctx, input.name)),
  items: procedure('eval.read')
    .input(
      z.object({
        name: nameSchema,
        version: z.int().min(0).max(INT_MAX).optional(),
        category: text,
        search: text,
        ...pageInput,
      }),
    )
    .query(async ({ ctx, input }) => {
      const row = await findDataset(ctx, input.name);
      return toView(await readItems(ctx, row, input), itemWire);
    }),
  runs: procedure('eval.read')
    .input(
      z.object({
        prompt: text,
        version: versionNumberSchema.optional(),
        model: text,
        dataset: text,
        status: z.enum(RUN_STATUSES).optional(),
        ...pageInput,
      }),
    )
    .query(async ({ ctx, input }) => toView(await readRuns(ctx, input), runView)),
  run: procedure('eval.read')
    .input(z.object({ id }))
    .query(async ({ ctx, input }) => {
      const run = await readRun(ctx, input.id);
      return { ...runView(run), withoutTraining: await readCleanScore(ctx, run) };
    }),
  results: procedure('eval.read')
    .input(z.object({ id, category: text, search: text, ...pageInput }))
    .query(async ({ ctx, input }) => toView(await readResults(ctx, await readRun(ctx, input.id), input), resultView)),
  chips: procedure('eval.read')
    .input(z.object({ prompt: nameSchema, versions: z.array(versionNumberSchema).max(200).optional() }))
    .query(({ ctx, input }) => readChips(ctx, input.prompt, input.versions)),
  modelScores: procedure('eval.read')
    .input(z.object({ provider: text, model: text }))
    .query(({ ctx, input }) => readModelScores(ctx, input)),
  contamination: procedure('eval.read')
    .input(z.object({ dataset: nameSchema.optional() }))
    .query(({ ctx, input }) => readContaminations(ctx, input.dataset)),
  acceptContamination: procedure('gate.policy')
    .input(z.object({ dataset: nameSchema, reason: reasonSchema }))
    .mutation(({ ctx, input }) => acceptContamination(ctx, input)),
  compareItems: procedure('eval.read')
    .input(
      pair.extend({
        filter: z.enum(COMPARE_FILTERS).optional(),
        category: text,
        text,
        sort: z.enum(COMPARE_SORTS).optional(),
        ...pageInput,
      }),
    )
    .query(async ({ ctx, input }) =>
      readComparison(ctx, await findComparable(ctx, { id: input.run, baselineId: input.baseline }), input),
    ),
  compareItem: procedure('eval.read')
    .input(pair.extend({ item: z.string().max(200) }))
    .query(async ({ ctx, input }) => {
      const found = await readComparisonItem(
        ctx,
        await findComparable(ctx, { id: input.run, baselineId: input.baseline }),
        input.item,
      );
      if (!found) throw notFound();
      return found;
    }),
  createDataset: procedure('eval.write')
    .input(z.object(createDatasetBody.shape))
    .mutation(async ({ ctx, input }) => {
      const { name } = await createDataset(ctx, input);
      return { name };
    }),
  importItems: procedure('eval.write')
    .input(
      z.object({
        name: nameSchema,
        format: z.enum(ITEM_FORMATS),
        text: z.string(),
        partial: z.boolean().default(false),
      }),
    )
    .mutation(({ ctx, input }) =>
      importItems(ctx, input.name, { lines: parsePastedItems(input.text, input.format), partial: input.partial }),
    ),
});
