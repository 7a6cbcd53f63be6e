/** What cost per outcome is grouped by. A variant is a version of a prompt with its model and arm. */
export const COST_GROUPINGS = [
  'variant',
  'version',
  'prompt',
  'model',
  'service',
  'query_type',
  'environment',
  'tag',
] as const;
export type CostGrouping = (typeof COST_GROUPINGS)[number];

/** The ranges of the page. */
export const COST_RANGES = ['7d', '30d', '90d'] as const;

/** The columns of tasks that distinguish groups. */
export const TASK_COLUMNS = ['environment', 'prompt', 'version', 'model', 'service', 'query_type', 'arm'] as const;
/** `tag` is no column of the first attempt alone: a task is in the group of each of its tags. */
export type TaskColumn = (typeof TASK_COLUMNS)[number] | 'tag';

/** The columns that sums by tag have too, so what they can be narrowed by. */
export const TAG_SET_COLUMNS = ['environment', 'prompt', 'query_type'] as const satisfies readonly TaskColumn[];

/** `task_rollup.tag` of tasks without a tag, and of all tags beyond the {@link NAMED_TAGS_MAX} that a project has first. */
export const NO_TAG = 0;
export const OTHER_TAGS = -1;
export const NAMED_TAGS_MAX = 200;
/** The name of the rest. */
export const OTHER_TAGS_NAME = 'other tags';

/** The columns of a grouping, in the order of its keys. */
export const COLUMNS_OF: Readonly<Record<CostGrouping, readonly TaskColumn[]>> = {
  variant: ['prompt', 'version', 'model', 'arm'],
  version: ['prompt', 'version'],
  prompt: ['prompt'],
  model: ['model'],
  service: ['service'],
  query_type: ['query_type'],
  environment: ['environment'],
  tag: ['tag'],
};

/** What of a filter sums by tag cannot be narrowed by, by name: the wire's names and the page's are the same here. */
export const notByTag = (grouping: CostGrouping, filter: Readonly<Record<string, unknown>>): string[] =>
  grouping === 'tag'
    ? ['version', 'model', 'provider', 'arm', 'service'].filter((name) => filter[name] !== undefined)
    : [];

/** Why such a filter is refused. */
export const NOT_BY_TAG =
  'Sums by tag are kept by environment and prompt only. Remove the other filters, or group by something else.';

/** A group by name; null where its tasks name none. */
export type CostGroup = Partial<Record<TaskColumn | 'provider', string | number | null>>;
