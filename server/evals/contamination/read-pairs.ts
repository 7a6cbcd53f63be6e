import { and, asc, eq, isNotNull, sql } from 'drizzle-orm';
import { contaminationReason, dataset, datasetOverlap } from '#db/schema/evals.ts';
import { model } from '#db/schema/models.ts';
import type { DatasetRow } from '#server/evals/datasets/find-dataset.ts';
import type { ReadCtx } from '#server/platform/context.ts';

/** A training dataset as models name it, with the dataset of the project that it is; `row` null: its items are not here. */
export type TrainingSet = {
  name: string;
  /** As the models name it; null where they name none. */
  version: string | null;
  /** The version of `row` that is compared: the one that is named, or the newest. */
  compared: number;
  row: DatasetRow | null;
  /** The models that were trained on it, as `provider/model_id`. */
  models: string[];
};

/** The training datasets that the project's models name, each version once, by name. Two reads. */
export async function readTrainingSets(ctx: ReadCtx): Promise<TrainingSet[]> {
  const name = sql<string>`${model.training}->>'dataset'`;
  const [trained, rows] = await Promise.all([
    ctx.db
      .select({
        name,
        version: sql<string | null>`${model.training}->>'dataset_version'`,
        model: sql<string>`${model.provider} || '/' || ${model.modelId}`,
      })
      .from(model)
      .where(and(eq(model.projectId, ctx.project.id), isNotNull(name)))
      .orderBy(asc(name), asc(model.provider), asc(model.modelId)),
    readDatasetRows(ctx),
  ]);
  const byName = new Map(rows.map((row) => [row.name, row]));
  const sets = new Map<string, TrainingSet>();
  for (const each of trained) {
    const key = JSON.stringify([each.name, each.version]);
    const known = sets.get(key);
    if (known) known.models.push(each.model);
    else sets.set(key, { ...matched(byName.get(each.name) ?? null, each), models: [each.model] });
  }
  return [...sets.values()];
}

/** A version that is no number of the dataset's own is another dataset of that name: its items are not here. */
function matched(row: DatasetRow | null, { name, version }: { name: string; version: string | null }) {
  const compared = version === null ? (row?.version ?? 0) : /^\d{1,9}$/.test(version) ? Number(version) : 0;
  const isHere = row !== null && compared >= 1 && compared <= row.version;
  return { name, version, compared, row: isHere ? row : null };
}

/** Every dataset of the project, by name. */
export const readDatasetRows = (ctx: ReadCtx): Promise<DatasetRow[]> =>
  ctx.db.select().from(dataset).where(eq(dataset.projectId, ctx.project.id)).orderBy(asc(dataset.name));

/** A golden set, as it stands, beside a training dataset. */
export type Pair = { golden: DatasetRow; training: TrainingSet & { row: DatasetRow } };

/**
 * Each dataset that nothing was trained on beside each training dataset whose items are here. `goldenNames`: those only,
 * also where something was trained on them.
 */
export function pairsOf(
  trainingSets: readonly TrainingSet[],
  rows: readonly DatasetRow[],
  goldenNames?: readonly string[],
): Pair[] {
  const trained = new Set(trainingSets.map(({ name }) => name));
  const golden = rows.filter(({ name, version }) =>
    version === 0 ? false : goldenNames === undefined ? !trained.has(name) : goldenNames.includes(name),
  );
  const here = trainingSets.flatMap(({ row, ...rest }) => (row === null ? [] : [{ ...rest, row }]));
  return golden.flatMap((set) => here.map((training) => ({ golden: set, training })));
}

/** The key of a pair's overlap: both datasets at their versions. */
export const overlapKey = (of: {
  goldenId: string;
  goldenVersion: number;
  trainingId: string;
  trainingVersion: number;
}): string => [of.goldenId, of.goldenVersion, of.trainingId, of.trainingVersion].join(' ');

/** The same of a pair. */
export const keyOfPair = ({ golden, training }: Pair): string =>
  overlapKey({
    goldenId: golden.id,
    goldenVersion: golden.version,
    trainingId: training.row.id,
    trainingVersion: training.compared,
  });

export type Overlap = typeof datasetOverlap.$inferSelect;
export type ReasonRow = typeof contaminationReason.$inferSelect;

/** What the project's datasets were found to share, by {@link overlapKey}. */
export async function readOverlaps(ctx: ReadCtx): Promise<Map<string, Overlap>> {
  const rows = await ctx.db.select().from(datasetOverlap).where(eq(datasetOverlap.projectId, ctx.project.id));
  return new Map(rows.map((row) => [overlapKey(row), row]));
}

/** The newest reason of a golden set and a training dataset, with the items that it and the ones before it are for. */
export type Reasons = { newest: ReasonRow; covered: ReadonlySet<string> };

/** The reasons of the project, by the ids of golden set and training dataset. */
export async function readReasons(ctx: ReadCtx): Promise<Map<string, Reasons>> {
  const rows = await ctx.db
    .select()
    .from(contaminationReason)
    .where(eq(contaminationReason.projectId, ctx.project.id))
    .orderBy(asc(contaminationReason.at), asc(contaminationReason.id));
  const reasons = new Map<string, Reasons>();
  for (const newest of rows) {
    const key = `${newest.goldenId} ${newest.trainingId}`;
    reasons.set(key, { newest, covered: new Set([...(reasons.get(key)?.covered ?? []), ...newest.items]) });
  }
  return reasons;
}

/** The reason of a pair, where it and the ones before it are for every item that is shared; else null. */
export function reasonOf(
  { golden, training }: Pair,
  { shared }: Overlap,
  reasons: ReadonlyMap<string, Reasons>,
): { text: string; by: string; at: Date } | null {
  const given = reasons.get(`${golden.id} ${training.row.id}`);
  if (given === undefined || !shared.every(({ goldenId }) => given.covered.has(goldenId))) return null;
  return { text: given.newest.reason, by: given.newest.by.name, at: given.newest.at };
}
