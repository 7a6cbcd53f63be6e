/** What cost per outcome is grouped by. A variant is a version of a prompt with its model and arm. */
export const COST_GROUPINGS = [
  'variant',
  'version',
  'prompt',
  'model',
  'service',
  'query_type',
  'environment',
] as const;
export type CostGrouping = (typeof COST_GROUPINGS)[number];

/** The ranges of the page. */
export const COST_RANGES = ['7d', '30d', '90d'] as const;

/** The columns of tasks that distinguish groups. */
export const TASK_COLUMNS = ['environment', 'prompt', 'version', 'model', 'service', 'query_type', 'arm'] as const;
export type TaskColumn = (typeof TASK_COLUMNS)[number];

/** The columns of a grouping, in the order of its keys. */
export const COLUMNS_OF: Readonly<Record<CostGrouping, readonly TaskColumn[]>> = {
  variant: ['prompt', 'version', 'model', 'arm'],
  version: ['prompt', 'version'],
  prompt: ['prompt'],
  model: ['model'],
  service: ['service'],
  query_type: ['query_type'],
  environment: ['environment'],
};

/** A group by name; null where its tasks name none. */
export type CostGroup = Partial<Record<TaskColumn | 'provider', string | number | null>>;
