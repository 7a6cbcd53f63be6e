'use client';

import { useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { useProject } from '#components/shell/project-context.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import { Select } from '#components/ui/form/input.tsx';
import { RUN_STATUSES } from '#server/evals/domain/run-status.ts';
import { PromptFilter } from '../prompt-filter.tsx';
import { RUN_STATUS } from './run-words.ts';
import { runsParsers } from './runs-state.ts';

/** Filters the runs by prompt, dataset and status. */
export function RunFilters() {
  const trpc = useTRPC();
  const { project } = useProject();
  const [state, setState] = useQueryStates(runsParsers);
  const datasets = useQuery(trpc.evals.datasets.queryOptions({ project: project.name }));
  const names = datasets.data?.map(({ name }) => name) ?? [];
  const known = state.dataset === '' || names.includes(state.dataset) ? names : [state.dataset, ...names];
  return (
    <div className="flex flex-wrap items-center justify-end gap-1.5 py-1 phone:w-full phone:*:min-w-32 phone:*:flex-1">
      <PromptFilter value={state.prompt} onChange={(prompt) => void setState({ prompt: prompt || null })} />
      <Select
        aria-label="Dataset"
        value={state.dataset}
        onChange={({ target }) => void setState({ dataset: target.value || null })}
        className="w-44"
      >
        <option value="">All datasets</option>
        {known.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </Select>
      <Select
        aria-label="State"
        value={state.status ?? ''}
        onChange={({ target }) => void setState({ status: RUN_STATUSES.find((one) => one === target.value) ?? null })}
        className="w-36"
      >
        <option value="">All states</option>
        {RUN_STATUSES.map((status) => (
          <option key={status} value={status}>
            {RUN_STATUS[status].word}
          </option>
        ))}
      </Select>
    </div>
  );
}
