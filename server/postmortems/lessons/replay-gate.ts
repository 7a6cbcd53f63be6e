import { and, desc, eq, lte } from 'drizzle-orm';
import { evalRun } from '#db/schema/evals.ts';
import { gateReplay, incidentCase } from '#db/schema/lessons.ts';
import { appendAudit } from '#server/audit/append-audit.ts';
import { loadScoredItems } from '#server/evals/runs/load-scored-items.ts';
import type { GateDataset, GateRun } from '#server/gates/domain/decide-dataset.ts';
import { decideGate, type GateDecision } from '#server/gates/domain/decide-gate.ts';
import { findRun } from '#server/gates/find-runs.ts';
import { addEntries } from '#server/incidents/add-entries.ts';
import { findIncident, lockIncident } from '#server/incidents/find-incident.ts';
import type { Ctx, DbCtx, ReadCtx } from '#server/platform/context.ts';
import { newId, sha256Hex } from '#server/platform/ids.ts';
import { inTransaction } from '#server/platform/in-transaction.ts';
import { canonicalJson } from '#server/prompts/domain/canonical.ts';
import { replaySentence } from './domain/replay-sentence.ts';
import { findGate, type PrecedingGate } from './find-gate.ts';
import { type CaseRuns, findCaseRuns, isComplete, readCaseSets } from './find-runs.ts';

export type ReplayRow = typeof gateReplay.$inferSelect;

/** Incidents that one run may decide at once. */
const INCIDENTS_MAX = 50;

/** Replays the gates of the incidents that have cases in the golden set of a run that was completed. */
export async function replayAfterRun(ctx: Ctx, runId: string): Promise<void> {
  const rows = await ctx.db
    .selectDistinct({ incidentId: incidentCase.incidentId })
    .from(incidentCase)
    .innerJoin(
      evalRun,
      and(eq(evalRun.datasetId, incidentCase.datasetId), eq(evalRun.projectId, incidentCase.projectId)),
    )
    .where(
      and(
        ...[eq(incidentCase.projectId, ctx.project.id), eq(evalRun.id, runId)],
        lte(incidentCase.datasetVersion, evalRun.datasetVersion),
      ),
    )
    .limit(INCIDENTS_MAX);
  for (const { incidentId } of rows) await replayGate(ctx, incidentId);
}

/**
 * Decides again what the gate of the promotion before an incident decided, under the rules of that moment and with the
 * incident's cases, and stores verdict, evidence and sentence with a line on the timeline. Nothing is stored while a run is
 * missing, and where the newest replay says the same. It changes no promotion and no verdict.
 */
export async function replayGate(ctx: Ctx, incidentId: string): Promise<void> {
  const row = await findIncident(ctx, incidentId);
  const gate = await findGate(ctx, row);
  if (gate === null) return;
  const sets = await readCaseSets(ctx, row.id);
  const runs = await findCaseRuns(ctx, gate, sets);
  if (!isComplete(runs, gate)) return;
  const decision = await decideAgain(ctx, gate, runs);
  const cases = sets.reduce((sum, set) => sum + set.cases, 0);
  const sentence = replaySentence(decision, { cases, dataset: sets.map(({ dataset }) => dataset).join(', ') });
  const evidence = { ...decision };
  const evidenceDigest = sha256Hex(canonicalJson(JSON.parse(JSON.stringify({ evidence, sentence }))));
  await inTransaction(ctx, async (ctx) => {
    await lockIncident(ctx, row.id);
    if ((await readNewestReplay(ctx, row.id))?.evidenceDigest === evidenceDigest) return;
    const [id, at] = [newId(), ctx.clock.now()];
    const { verdict } = decision;
    await ctx.db.insert(gateReplay).values({
      ...{ id, projectId: ctx.project.id, incidentId: row.id, promotionId: gate.promotionId },
      ...{ verdict, sentence, evidence, evidenceDigest, at },
    });
    const path = `/promotions/${gate.promotionId}`;
    await addEntries(ctx, row.id, [
      {
        ...{ occurredAt: at, source: 'machine', kind: 'action', path, dedupeKey: `replay:${id}` },
        text: `Would the gate have stopped it? ${sentence}`,
      },
    ]);
    await appendAudit(ctx, {
      action: 'incident.replay',
      object: { kind: 'incident', id: row.id },
      detail: { promotion: gate.promotionId, verdict, replay: id },
    });
  });
}

/** The newest replay of an incident, or null. One row by index. */
export async function readNewestReplay(ctx: ReadCtx, incidentId: string): Promise<ReplayRow | null> {
  const [row] = await ctx.db
    .select()
    .from(gateReplay)
    .where(and(eq(gateReplay.projectId, ctx.project.id), eq(gateReplay.incidentId, incidentId)))
    .orderBy(desc(gateReplay.seq))
    .limit(1);
  return row ?? null;
}

/** The golden sets with cases by the new runs, every other one by the runs that the gate saw. */
async function decideAgain(
  ctx: Ctx,
  { verdict, after, before }: PrecedingGate,
  runs: readonly CaseRuns[],
): Promise<GateDecision> {
  const datasets: GateDataset[] = [];
  for (const { set, ...pair } of runs) {
    datasets.push({
      ...{ dataset: set.dataset, canDrawRepeats: false },
      ...{
        candidate: pair.after && (await loadRun(ctx, pair.after)),
        baseline: pair.before && (await loadRun(ctx, pair.before)),
      },
    });
  }
  for (const then of verdict.datasets) {
    if (datasets.some(({ dataset }) => dataset === then.dataset)) continue;
    datasets.push({
      ...{ dataset: then.dataset, canDrawRepeats: false },
      candidate: await loadOld(ctx, then.candidateRun?.run),
      baseline: await loadOld(ctx, then.baselineRun?.run),
    });
  }
  return decideGate({
    rules: verdict.rules,
    candidateDigest: after.digest,
    servingDigest: before?.digest ?? null,
    datasets,
  });
}

async function loadOld(ctx: Ctx, id: string | undefined): Promise<GateRun | null> {
  const row = id === undefined ? null : await findRun(ctx, id);
  return row?.status === 'completed' ? loadRun(ctx, row) : null;
}

type Loaded = { id: string; datasetId: string; datasetVersion: number; scorersDigest: string };

async function loadRun(ctx: DbCtx, row: Loaded): Promise<GateRun> {
  const { id: run, datasetVersion, scorersDigest } = row;
  return { run, datasetVersion, scorersDigest, items: await loadScoredItems(ctx, row) };
}
