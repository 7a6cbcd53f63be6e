import type { DatasetDecision } from '#server/gates/domain/decide-dataset.ts';

/** Scorers as an import sends them. */
type Scorers = readonly { readonly type: string }[];

/** A version with a model; null where the program that calls it chooses the model. */
export type Answering = { version: number; model: string | null };

/** A run that a gate lacks, as its import names it. */
export type MissingRun = Answering & {
  of: 'candidate' | 'serving';
  /** Null: no golden set is known, as neither side has a run and the gate policy names none. */
  dataset: string | null;
  /** Null: no run and no gate policy says which. */
  scorers: Scorers | null;
};

type Compared = Pick<DatasetDecision, 'dataset' | 'candidateRun' | 'baselineRun'>;

/**
 * The runs that have to be imported before the gate can compare the candidate with what serves: those of a side without a
 * run, a golden set after the other, the candidate's first. Their scorers are those of the gate policy, else of the other
 * side's run, with which they are compared.
 */
export function missingRuns(
  datasets: readonly Compared[],
  {
    candidate,
    serving,
    scorersOf,
    ofPolicy,
  }: {
    candidate: Answering;
    serving: Answering;
    scorersOf: (run: string) => Scorers | null;
    ofPolicy: Scorers;
  },
): MissingRun[] {
  const known = ofPolicy.length > 0 ? ofPolicy : null;
  if (datasets.length === 0) {
    const unknown = { dataset: null, scorers: known };
    return [
      { of: 'candidate', ...candidate, ...unknown },
      { of: 'serving', ...serving, ...unknown },
    ];
  }
  return datasets.flatMap(({ dataset, candidateRun, baselineRun }): MissingRun[] => {
    const other = candidateRun ?? baselineRun;
    const scorers = known ?? (other === null ? null : scorersOf(other.run));
    return [
      ...(candidateRun === null ? [{ of: 'candidate' as const, ...candidate, dataset, scorers }] : []),
      ...(baselineRun === null ? [{ of: 'serving' as const, ...serving, dataset, scorers }] : []),
    ];
  });
}
