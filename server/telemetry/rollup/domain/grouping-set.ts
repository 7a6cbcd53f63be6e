import type { Dims } from './cell.ts';

/** What rollup rows are grouped by, besides the environment, which is part of every key. */
export type Dimension = 'prompt' | 'version' | 'model' | 'service' | 'arm' | 'error_code';

export type GroupingSet = {
  /** `rollup.set_id`: stored, so never renumber. */
  id: number;
  dimensions: readonly Dimension[];
  /** Holds failures only, and counts instead of sketches. */
  failuresOnly?: true;
};

const WHO = ['prompt', 'version', 'model', 'service', 'arm'] as const;

/** Smallest first: a query reads the first that covers it. */
export const GROUPING_SETS = {
  total: { id: 0, dimensions: [] },
  model: { id: 1, dimensions: ['model'] },
  arm: { id: 4, dimensions: ['arm'] },
  service: { id: 3, dimensions: ['service'] },
  version: { id: 2, dimensions: ['prompt', 'version'] },
  versionModel: { id: 5, dimensions: ['prompt', 'version', 'model'] },
  series: { id: 7, dimensions: WHO },
  error: { id: 6, dimensions: ['error_code'], failuresOnly: true },
  seriesError: { id: 8, dimensions: [...WHO, 'error_code'], failuresOnly: true },
} as const satisfies Record<string, GroupingSet>;

export type SetName = keyof typeof GROUPING_SETS;

const BY_SIZE: readonly GroupingSet[] = Object.values(GROUPING_SETS);

/**
 * The smallest set that covers a query that filters and groups by `needed`. The set of error codes, whose rows hold
 * failures only, is considered with `failures` only.
 */
export function pickSet(needed: ReadonlySet<Dimension>, failures = false): GroupingSet | null {
  const covers = (set: GroupingSet) => [...needed].every((dimension) => set.dimensions.includes(dimension));
  return BY_SIZE.find((set) => (failures || !set.failuresOnly) && covers(set)) ?? null;
}

/** The dimensions of a set, all others 0: what its rows carry and what their key is made of. */
export function project(set: GroupingSet, dims: Dims): Dims {
  const keep = (dimension: Dimension, value: number) => (set.dimensions.includes(dimension) ? value : 0);
  return {
    environment: dims.environment,
    prompt: keep('prompt', dims.prompt),
    version: keep('version', dims.version),
    model: keep('model', dims.model),
    service: keep('service', dims.service),
    arm: keep('arm', dims.arm),
    errorCode: keep('error_code', dims.errorCode),
  };
}
