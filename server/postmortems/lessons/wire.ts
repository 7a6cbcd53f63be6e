import type { z } from 'zod';
import type { Verdict } from '#server/gates/domain/verdict.ts';
import { nameOf } from '#server/incidents/find-incident.ts';
import { modelText } from '#server/prompts/domain/variant.ts';
import type { caseResponse, inputsResponse, lessonsResponse, replayResponse } from './contract.ts';
import type { CaseResult } from './domain/case-result.ts';
import type { Failing } from './domain/failing.ts';
import type { CaseRow } from './read-cases.ts';
import type { Lesson } from './read-lessons.ts';
import type { Proposal } from './read-proposal.ts';
import type { ReplayView } from './read-replay.ts';

const failingWire = ({ requests, outcomes, lowScores, lowest }: Failing) => ({
  ...{ failed_requests: requests, failed_outcomes: outcomes, low_scores: lowScores, lowest_score: lowest },
});

/** The failing inputs of an incident, as the edge and the pages get them. */
export const inputsWire = (found: Proposal): z.output<typeof inputsResponse> => ({
  ...{ dataset: found.dataset, datasets: found.datasets, category: found.category },
  ...{ needs_expected: found.needsExpected, inputs_stored: found.storesBodies },
  ...{ failing_requests: found.requests, without_input: found.withoutInput, truncated: found.truncated },
  data: found.inputs.map(({ request, input, requests, failing, firstAt, item }) => ({
    ...{ request, input, requests, item, failing: failingWire(failing) },
    first_at: new Date(firstAt).toISOString(),
  })),
});

/** A case of an incident. */
export const caseWire = (row: CaseRow): z.output<typeof caseResponse> => ({
  ...{ dataset: row.dataset, dataset_version: row.datasetVersion, item: row.itemId, category: row.category },
  ...{ request: row.requestId, requests: row.requests, failing: failingWire(row.failing) },
  ...{ by: row.actor.name, at: row.at.toISOString() },
});

type Category = {
  name: string;
  dataset: string;
  n: number;
  verdict: Verdict;
  baseline: number | null;
  candidate: number | null;
};
type Evidence = { datasets?: { categories: Category[] }[] };

/** Whether the gate would have stopped an incident. */
export function replayWire({ state, sentence, gate, sets, runs, replay }: ReplayView): z.output<typeof replayResponse> {
  const [first] = runs;
  const evidence = (replay?.evidence ?? {}) as Evidence;
  return {
    ...{ state, sentence, verdict: replay?.verdict ?? null, at: replay?.at.toISOString() ?? null },
    ...{ promotion: gate?.promotionId ?? null, verdict_then: gate?.verdict.verdict ?? null },
    ...{ prompt: gate?.prompt ?? null, cases: sets.reduce((sum, set) => sum + set.cases, 0) },
    ...{ dataset: first?.set.dataset ?? null, dataset_version: first?.set.version ?? null },
    runs: gate === null ? [] : runs.flatMap((each) => sidesOf(gate, each)),
    scorers: first?.scorers ?? [],
    categories: (evidence.datasets ?? []).flatMap(({ categories }) =>
      categories.map(({ name, dataset, n, verdict, baseline, candidate }) => ({
        ...{ name, dataset, n, verdict, baseline, candidate },
      })),
    ),
  };
}

type Sides = z.output<typeof replayResponse>['runs'];

function sidesOf(gate: NonNullable<ReplayView['gate']>, { set, after, before }: ReplayView['runs'][number]): Sides {
  const at = { dataset: set.dataset, dataset_version: set.version };
  const bad = {
    side: 'after',
    version: gate.after.version,
    model: modelText(gate.after),
    run: after?.id ?? null,
  } as const;
  if (gate.before === null) return [{ ...at, ...bad }];
  const { before: was } = gate;
  return [
    { ...at, ...bad },
    { ...at, side: 'before', version: was.version, model: modelText(was), run: before?.id ?? null },
  ];
}

/** The earlier incidents that a promotion is related to, with what the promoted version does with their cases. */
export const lessonsWire = (lessons: readonly Lesson[]): z.output<typeof lessonsResponse> => ({
  data: lessons.map(({ incident, relation, endedAt, cases }) => ({
    ...{ incident: nameOf(incident), number: incident.number, title: incident.title, severity: incident.severity },
    ...{ relation, ended: endedAt.toISOString(), cases },
    ...{ passed: counted(cases, 'passed'), failed: counted(cases, 'failed'), not_run: counted(cases, 'not_run') },
  })),
});

const counted = (cases: Lesson['cases'], which: CaseResult): number =>
  cases.filter(({ result }) => result === which).length;
