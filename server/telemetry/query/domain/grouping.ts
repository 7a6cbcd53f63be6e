import type { Dimension } from '#server/telemetry/rollup/domain/grouping-set.ts';

/** What series may be grouped by. */
export const GROUPINGS = [
  'prompt',
  'version',
  'model',
  'provider',
  'environment',
  'arm',
  'service',
  'error_code',
] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** A version is one of a prompt, a provider the sum of its models. */
const COLUMNS: Record<Grouping, readonly ('environment' | Dimension)[]> = {
  prompt: ['prompt'],
  version: ['prompt', 'version'],
  model: ['model'],
  provider: ['model'],
  environment: ['environment'],
  arm: ['arm'],
  service: ['service'],
  error_code: ['error_code'],
};

/** The columns that these groupings need, each once. */
export const columnsOf = (groupings: readonly Grouping[]): ('environment' | Dimension)[] => [
  ...new Set(groupings.flatMap((grouping) => COLUMNS[grouping])),
];
