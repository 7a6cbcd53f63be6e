import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { AGAIN_MS } from '#components/shell/reads/live.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import type { RehearsalData } from './rehearsal-words.ts';

/** Newest runs that are looked at: an import of a few sets at once is noticed by each of them. */
const LOOKED_AT = 5;

/** Whether a row lacks a run. */
export const lacksRun = ({ places }: RehearsalData): boolean =>
  places.some(({ options }) => options.some(({ state }) => state === 'no_run'));

/**
 * While a row lacks a run, polls the newest completed runs, a small query, and reads the rehearsal again when another one
 * stands there: gates and prices of all rows are too much to compute every few seconds. Results that were added to an older
 * run are seen within a minute, when the page reads again by itself.
 */
export function useNewRuns(rehearsal: RehearsalData | undefined): void {
  const trpc = useTRPC();
  const client = useQueryClient();
  const { project } = useProject();
  const lacks = rehearsal !== undefined && lacksRun(rehearsal);
  const { data: newest } = useQuery({
    ...trpc.evals.runs.queryOptions({ project: project.name, status: 'completed', limit: LOOKED_AT }),
    enabled: lacks,
    refetchInterval: AGAIN_MS.decision,
    select: ({ data }) => data.map(({ id, completedAt }) => `${id} ${completedAt}`).join(),
  });
  const [seen, setSeen] = useState<string | undefined>(undefined);
  const key = trpc.rehearsals.read.pathKey();
  useEffect(() => {
    if (newest === undefined || newest === seen) return;
    setSeen(newest);
    if (seen !== undefined) void client.invalidateQueries({ queryKey: key });
  }, [newest, seen, client, key]);
}
