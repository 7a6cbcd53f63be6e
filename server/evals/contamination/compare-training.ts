import { and, eq, isNotNull, sql } from 'drizzle-orm';
import { datasetItem, datasetOverlap } from '#db/schema/evals.ts';
import { model } from '#db/schema/models.ts';
import { itemsAt } from '#server/evals/datasets/read-items.ts';
import { type Item, sharedItems } from '#server/models/lineage/domain/shared-items.ts';
import type { Ctx, DbCtx, ReadCtx } from '#server/platform/context.ts';
import { enqueue } from '#server/platform/jobs/jobs.ts';
import {
  keyOfPair,
  type Pair,
  pairsOf,
  readDatasetRows,
  readOverlaps,
  readTrainingSets,
  type TrainingSet,
} from './read-pairs.ts';

/** Most items of a set that is compared: both sets are held in memory. */
export const COMPARED_ITEMS_MAX = 100_000;
/** How long one call compares before it says that there is more. */
const SLICE_MS = 2_000;

type CompareCtx = Pick<Ctx, 'db' | 'project' | 'clock'>;

/**
 * Finds what golden sets share with training datasets, of the pairs that were not compared at their versions, and keeps
 * it. Returns whether pairs are left after two seconds. `goldenNames`: these sets only, however long it takes.
 */
export async function compareTraining(ctx: CompareCtx, goldenNames?: readonly string[]): Promise<'done' | 'more'> {
  const [trainingSets, rows, known] = await Promise.all([
    readTrainingSets(ctx),
    readDatasetRows(ctx),
    readOverlaps(ctx),
  ]);
  const missing = new Map(
    (goldenNames
      ? pairsOf(trainingSets, rows, goldenNames)
      : [...pairsOf(trainingSets, rows), ...ownPairs(trainingSets)]
    )
      .filter((pair) => !known.has(keyOfPair(pair)))
      .map((pair) => [keyOfPair(pair), pair]),
  );
  const startedAt = performance.now();
  for (const pair of missing.values()) {
    if (goldenNames === undefined && performance.now() - startedAt > SLICE_MS) return 'more';
    await comparePair(ctx, pair);
  }
  return 'done';
}

/**
 * Each training dataset beside itself, at its newest version: somebody may name it as a golden set, and its page says
 * beforehand that this needs a reason.
 */
const ownPairs = (trainingSets: readonly TrainingSet[]): Pair[] =>
  trainingSets.flatMap(({ row, ...rest }) => (row === null ? [] : [{ golden: row, training: { ...rest, row } }]));

/**
 * Compares one pair. The whole of a golden item's input has to be in one training item, as input or as expected text:
 * what was expected of it may be worded in another way there.
 */
async function comparePair(ctx: CompareCtx, { golden, training }: Pair): Promise<void> {
  const [asked, trained] = [
    await readCompared(ctx, golden.id, golden.version),
    await readCompared(ctx, training.row.id, training.compared),
  ];
  if (asked === null || trained === null) return;
  const shared = sharedItems(
    asked.map(({ expected: _, input, ...item }) => ({ ...item, content: input })),
    trained.map(({ expected, input, ...item }): Item => ({ ...item, content: [input, expected] })),
  );
  await ctx.db
    .insert(datasetOverlap)
    .values({
      goldenId: golden.id,
      goldenVersion: golden.version,
      trainingId: training.row.id,
      trainingVersion: training.compared,
      projectId: ctx.project.id,
      goldenItems: asked.length,
      shared,
      at: ctx.clock.now(),
    })
    .onConflictDoNothing();
}

/** The items of a version as a comparison needs them; null where there are too many. */
async function readCompared(ctx: DbCtx, datasetId: string, version: number) {
  const rows = await ctx.db
    .select({
      id: datasetItem.itemId,
      contentHash: datasetItem.contentHash,
      input: datasetItem.input,
      expected: datasetItem.expected,
    })
    .from(datasetItem)
    .where(itemsAt(datasetId, version))
    .limit(COMPARED_ITEMS_MAX + 1);
  return rows.length > COMPARED_ITEMS_MAX ? null : rows;
}

/** Queues a comparison of the project's datasets where a model of it names a training dataset. */
export async function queueComparison(ctx: ReadCtx): Promise<void> {
  const [trained] = await ctx.db
    .select({ yes: sql<boolean>`true` })
    .from(model)
    .where(and(eq(model.projectId, ctx.project.id), isNotNull(sql`${model.training}->>'dataset'`)))
    .limit(1);
  if (trained) await enqueueComparison(ctx, ctx.project.id);
}

/** Queues it; of one project one comparison runs at a time. */
export const enqueueComparison = (ctx: DbCtx, projectId: number): Promise<void> =>
  enqueue(
    ctx,
    'evals.compare_training',
    { projectId },
    { key: `evals.compare_training:${projectId}`, queue: `evals.compare_training:${projectId}` },
  );
