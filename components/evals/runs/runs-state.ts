import { createLoader, parseAsArrayOf, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { RUN_STATUSES } from '#server/evals/domain/run-status.ts';

/** What the address of the runs tab holds; `pick` are the two runs to compare, the baseline first. */
export const runsParsers = {
  prompt: parseAsString.withDefault(''),
  dataset: parseAsString.withDefault(''),
  status: parseAsStringLiteral(RUN_STATUSES),
  pick: parseAsArrayOf(parseAsString).withDefault([]),
};

export const readRunsState = createLoader(runsParsers);

export type RunsState = { prompt: string; dataset: string; status: (typeof RUN_STATUSES)[number] | null };

/** The runs that the page shows, asked for alike on the server and in the browser. */
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
