import type { ScorerType } from '#server/evals/domain/scorers/scorer-types.ts';

/**
 * Whether an answer can only be scored where its item expects one: every scorer compares with the expected text. Without
 * scorers nobody knows, so nothing is needed.
 */
export const needsExpected = (scorers: readonly { type: ScorerType; value?: unknown }[]): boolean =>
  scorers.length > 0 && scorers.every(({ type, value }) => value === undefined && type !== 'json_schema');
