import { createLoader, parseAsArrayOf, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { RUN_STATUSES } from '#server/evals/domain/run-status.ts';

/** State in the address of the runs tab; `pick` are the two runs to compare, the baseline first. */
export const runsParsers = {
  prompt: parseAsString.withDefault(''),
  dataset: parseAsString.withDefault(''),
  status: parseAsStringLiteral(RUN_STATUSES),
  pick: parseAsArrayOf(parseAsString).withDefault([]),
};

export const readRunsState = createLoader(runsParsers);

export type RunsState = { prompt: string; dataset: string; status: (typeof RUN_STATUSES)[number] | null };

/** The input of the page's query for runs, the same on the server and in the browser. */
export function runReads(project: string, { prompt, dataset, status }: RunsState) {
  return {
    input: {
      project,
      limit: 50,
      ...(prompt ? { prompt } : {}),
      ...(dataset ? { dataset } : {}),
      ...(status ? { status } : {}),
    },
    options: { getNextPageParam: (page: { nextCursor: string | null }) => page.nextCursor },
  };
}
