'use client';

import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { KeySnippet } from '#components/shell/key-snippet.tsx';
import { ListBody } from '#components/shell/list-body.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { AGAIN_MS, whileMoving } from '#components/shell/reads/live.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Table, TBody, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { EmptyState } from '#components/ui/empty-state.tsx';
import { plural } from '#components/ui/format.ts';
import { Panel, PanelHeader } from '#components/ui/panel.tsx';
import { SkeletonRows } from '#components/ui/skeleton.tsx';
import { isMoving } from '#server/evals/domain/run-status.ts';
import { EvalsHead } from '../evals-head.tsx';
import { PickedRuns } from './picked-runs.tsx';
import { RunRow } from './run-row.tsx';
import type { Run } from './run-words.ts';
import { RunFilters } from './runs-filters.tsx';
import { runReads, runsParsers } from './runs-state.ts';

/** Every eval run, newest first; two of them can be picked and compared. */
export function RunsPage() {
  const trpc = useTRPC();
  const { project } = useProject();
  const [state] = useQueryStates(runsParsers);
  const { input, options } = runReads(project.name, state);
  const list = useInfiniteQuery({
    ...trpc.evals.runs.infiniteQueryOptions(input, options),
    placeholderData: keepPreviousData,
    refetchInterval: whileMoving(({ pages }) => pages.some((page) => page.data.some(isMoving)), {
      fast: AGAIN_MS.watched,
      slow: AGAIN_MS.resting,
    }),
  });
  const runs = list.data?.pages.flatMap((page) => page.data) ?? [];
  const moving = runs.filter(isMoving).length;
  const filtered = state.prompt !== '' || state.dataset !== '' || state.status !== null;
  return (
    <>
      <EvalsHead
        tab="runs"
        evidence="An eval run is one variant on one dataset version, with every output, score, cost and latency kept. Pick two to see them side by side."
      >
        {list.data === undefined ? 'Eval runs' : headline(runs.length, moving, list.hasNextPage, filtered)}
      </EvalsHead>
      <Panel>
        <PanelHeader title="Runs" meta={<RunFilters />} className="phone:[&>div]:ml-0 phone:[&>div]:w-full" />
        <PickedRuns runs={runs} />
        <ListBody
          list={list}
          loading={<SkeletonRows rows={8} tall />}
          empty={
            runs.length === 0 &&
            (filtered ? <p className="px-3 py-6 text-muted-foreground">No run matches these filters.</p> : <NoRun />)
          }
          more="Show older runs"
        >
          <RunsTable runs={runs} />
        </ListBody>
      </Panel>
    </>
  );
}

function headline(shown: number, moving: number, more: boolean, filtered: boolean): string {
  if (shown === 0) return filtered ? 'No run matches these filters.' : 'There is no run yet.';
  const runs = more ? `The newest ${plural(shown, 'run')}` : plural(shown, 'run');
  return moving > 0 ? `${runs}, ${moving} of them still running.` : `${runs}, none is running.`;
}

const BODY =
  '{"prompt":"NAME","version":1,"model":"openai/gpt-4o","dataset":"refunds","scorers":[{"type":"equals"}],"results":[{"item":"1","output":"yes","latency_ms":840,"cost_usd":0.0021}]}';

/** What a run is for, and the command that imports one. */
function NoRun() {
  return (
    <>
      <EmptyState title="No run yet" className="pb-0">
        A run contains the answers of one variant to every item of a dataset, with their scores. Send recorded outputs,
        which are then scored:
      </EmptyState>
      <div className="max-w-3xl px-5 pt-2.5 pb-7">
        <KeySnippet
          scopes={['evals']}
          command={(edgeUrl, key) =>
            `curl ${edgeUrl}/api/v1/eval-runs/import -H "Authorization: Bearer ${key}" -H "Content-Type: application/json" -d '${BODY}'`
          }
        />
      </div>
    </>
  );
}

/** One row for each run; its checkbox picks it for a comparison. */
function RunsTable({ runs }: { runs: Run[] }) {
  return (
    <Table label="Eval runs" stack>
      <THead>
        <Tr>
          <Th>
            <span className="sr-only">Pick</span>
          </Th>
          <Th>Variant</Th>
          <Th>Dataset</Th>
          <Th>State</Th>
          <Th num>Score</Th>
          <Th>By category</Th>
          <Th num>Cost</Th>
          <Th num>P50</Th>
          <Th>Started</Th>
        </Tr>
      </THead>
      <TBody>
        {runs.map((run) => (
          <RunRow key={run.id} run={run} />
        ))}
      </TBody>
    </Table>
  );
}
