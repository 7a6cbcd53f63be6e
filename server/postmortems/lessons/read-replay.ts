import { findIncident } from '#server/incidents/find-incident.ts';
import type { Ctx } from '#server/platform/context.ts';
import type { REPLAY_STATES } from './contract.ts';
import { findGate, type PrecedingGate } from './find-gate.ts';
import { type CaseRuns, type CaseSet, findCaseRuns, isComplete, readCaseSets } from './find-runs.ts';
import { type ReplayRow, readNewestReplay } from './replay-gate.ts';

/** What is known of the question whether the gate would have stopped an incident. */
export type ReplayView = {
  state: (typeof REPLAY_STATES)[number];
  sentence: string;
  gate: PrecedingGate | null;
  sets: CaseSet[];
  runs: CaseRuns[];
  /** The stored verdict of exactly these runs; null unless decided. */
  replay: ReplayRow | null;
};

/** Whether the gate would have stopped an incident, or what is missing to say so. 404 unknown incident. */
export async function readReplay(ctx: Ctx, name: string): Promise<ReplayView> {
  const row = await findIncident(ctx, name);
  const [gate, sets] = [await findGate(ctx, row), await readCaseSets(ctx, row.id)];
  const known = { gate, sets, runs: [], replay: null };
  if (gate === null) return { ...known, state: 'no_gate', sentence: NO_GATE };
  if (sets.length === 0) return { ...known, state: 'no_cases', sentence: NO_CASES };
  const runs = await findCaseRuns(ctx, gate, sets);
  if (!isComplete(runs, gate)) return { ...known, runs, state: 'waiting', sentence: missingWords(runs, gate) };
  const replay = await readNewestReplay(ctx, row.id);
  if (replay === null || !isOf(replay, runs)) {
    return { ...known, runs, state: 'waiting', sentence: 'All runs are there. The gate is being replayed.' };
  }
  return { ...known, runs, state: 'decided', sentence: replay.sentence, replay };
}

const NO_GATE = 'No gate decided about what served when it began, so there is none to replay.';
const NO_CASES = 'Nobody knows yet: add failing inputs to a golden set first.';

function missingWords(runs: readonly CaseRuns[], { after, before }: PrecedingGate): string {
  const missing = runs.flatMap(({ set, ...run }) => [
    ...(run.after === null ? [`version ${after.version} on ${set.dataset}`] : []),
    ...(run.before === null && before !== null ? [`version ${before.version} on ${set.dataset}`] : []),
  ]);
  return `Waiting for results of ${missing.join(' and ')}.`;
}

type Evidence = { datasets?: { candidateRun: { run: string } | null; baselineRun: { run: string } | null }[] };

/** Whether a replay was decided by these runs. */
function isOf({ evidence }: ReplayRow, runs: readonly CaseRuns[]): boolean {
  const { datasets = [] } = evidence as Evidence;
  const used = new Set(datasets.flatMap(({ candidateRun, baselineRun }) => [candidateRun?.run, baselineRun?.run]));
  return runs.every(({ after, before }) => [after, before].every((run) => run === null || used.has(run.id)));
}
