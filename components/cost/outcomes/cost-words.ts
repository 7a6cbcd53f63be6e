import type { Outputs } from '#components/shell/trpc.ts';
import type { SuccessBy } from '#server/cost/domain/success.ts';

export type CostPage = Outputs['cost']['outcomes'];
export type Group = CostPage['groups'][number];

/** The names of the sources of a task's success. */
export const SUCCESS_WORDS: Readonly<Record<SuccessBy, string>> = {
  outcome: 'its outcome',
  feedback: 'feedback of people, 0.5 and better',
  quality: 'judged quality, 0.5 and better',
};

/** How an interval was found. */
export const METHOD_WORDS: Readonly<Record<NonNullable<Group['perOutcome']>['method'], string>> = {
  log_delta: 'log-delta',
  fieller: 'Fieller',
  studentised_bootstrap: 'bootstrap',
  skew_corrected: 'Fieller, corrected for skewness',
  at_least: 'lower end alone: successes hardly differ from none',
  none: 'fewer than 5 tasks',
};

/** Why two groups, or two stretches of time, are not compared. */
export const REFUSED_WORDS = {
  no_common_stratum: 'no query type in common',
  no_success: 'a side without success',
  cost_unknown: 'too many unknown costs',
} as const;

/** The name of a group, as its row and its line have it. */
export function groupName({ group }: Pick<Group, 'group'>): string {
  const { prompt, version, service, query_type, environment, model, tag } = group;
  if (version !== undefined) return `${prompt ?? 'no prompt'} ${version ?? ''}`.trim();
  if (model !== undefined) return String(model ?? 'no model');
  if (tag !== undefined) return String(tag ?? 'no tag');
  const named = [prompt, service, query_type, environment].find((each) => each !== undefined);
  return String(named ?? 'none named');
}

/** The model of a variant, and the arm where there is one. */
export function variantDetail({ group }: Pick<Group, 'group'>): string {
  return [group.model, group.arm].filter((each) => each != null).join(', ');
}

/** The name of a variant in a sentence, with its model: two variants of one version differ by it. */
export function fullName(group: Pick<Group, 'group'>): string {
  const detail = group.group.version === undefined ? '' : variantDetail(group);
  return detail === '' ? groupName(group) : `${groupName(group)} (${detail})`;
}
