import { contaminationReason } from '#db/schema/evals.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import { contaminationProblem, type SharedItem } from '#server/models/lineage/domain/shared-items.ts';
import { actorRecord, type Ctx } from '#server/platform/context.ts';
import { Fault, type FieldError, notFound } from '#server/platform/faults.ts';
import { newId } from '#server/platform/ids.ts';
import { type InTx, inTransaction } from '#server/platform/in-transaction.ts';
import { compareTraining } from './compare-training.ts';
import {
  keyOfPair,
  type Pair,
  pairsOf,
  readDatasetRows,
  readOverlaps,
  readReasons,
  readTrainingSets,
} from './read-pairs.ts';

/** A pair that shares items which no reason covers. */
type Uncovered = Pair & { shared: SharedItem[]; items: number };

const textOf = ({ name, version }: Pair['training']): string => (version === null ? name : `${name}@${version}`);

/**
 * Refuses golden sets that share items with what a model of the project was trained on, unless a reason is given or
 * covers these items already; a new reason is kept and audited. 422 `contaminated` names each set at `/datasets/N`, with
 * its items. Compare the sets before (`compareTraining`): here no item is read.
 */
export async function checkGoldenSets(ctx: InTx, names: readonly string[], reason: string | null): Promise<void> {
  const found = await readUncovered(ctx, names);
  const errors = found.flatMap(({ golden, training, shared, items }): FieldError[] => {
    const problem = contaminationProblem(shared, { goldenItems: items, training: textOf(training), reason });
    const path = `/datasets/${names.indexOf(golden.name)}`;
    return problem === null
      ? []
      : [{ path, code: problem.code, message: `${path}: ${golden.name}: ${problem.message}` }];
  });
  if (errors.length > 0) {
    throw new Fault('contaminated', { status: 422, public: errors[0]?.message ?? '', errors });
  }
  for (const each of found) await keepReason(ctx, each, reason?.trim() ?? '');
}

/**
 * Keeps why a golden set measures although what was trained on holds items of it, for those items: where they were found
 * after the set was named. Returns how many pairs the reason is for. 404 where the set shares nothing that has no reason.
 */
export async function acceptContamination(
  ctx: Ctx,
  { dataset: name, reason }: { dataset: string; reason: string },
): Promise<{ accepted: number }> {
  return inTransaction(ctx, async (ctx) => {
    await compareTraining(ctx, [name]);
    const found = await readUncovered(ctx, [name]);
    if (found.length === 0) throw notFound();
    for (const each of found) await keepReason(ctx, each, reason.trim());
    return { accepted: found.length };
  });
}

async function readUncovered(ctx: InTx, names: readonly string[]): Promise<Uncovered[]> {
  const [trainingSets, rows, overlaps, reasons] = [
    await readTrainingSets(ctx),
    await readDatasetRows(ctx),
    await readOverlaps(ctx),
    await readReasons(ctx),
  ];
  return pairsOf(trainingSets, rows, names).flatMap((pair): Uncovered[] => {
    const overlap = overlaps.get(keyOfPair(pair));
    const covered = reasons.get(`${pair.golden.id} ${pair.training.row.id}`)?.covered ?? new Set();
    if (overlap === undefined || overlap.shared.every(({ goldenId }) => covered.has(goldenId))) return [];
    return [{ ...pair, shared: overlap.shared, items: overlap.goldenItems }];
  });
}

async function keepReason(ctx: InTx, { golden, training, shared }: Uncovered, reason: string): Promise<void> {
  const id = newId();
  await ctx.db.insert(contaminationReason).values({
    id,
    projectId: ctx.project.id,
    goldenId: golden.id,
    trainingId: training.row.id,
    items: shared.map(({ goldenId }) => goldenId),
    reason,
    by: actorRecord(ctx.actor),
    at: ctx.clock.now(),
  });
  await appendAudit(ctx, {
    action: 'dataset.accept_contamination',
    object: { kind: 'dataset', id: golden.id },
    detail: { dataset: golden.name, training: textOf(training), items: shared.length, reason },
  });
}
