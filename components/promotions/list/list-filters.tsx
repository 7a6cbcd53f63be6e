'use client';

import { useQueryStates } from 'nuqs';
import { PromptFilter } from '#components/evals/prompt-filter.tsx';
import { STATUS } from '#components/promotions/promotion-words.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { Select } from '#components/ui/form/input.tsx';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { count } from '#components/ui/format.ts';
import { OPEN_STATUSES, PROMOTION_STATUSES } from '#server/promotions/domain/promotion-machine.ts';
import { listParsers } from './list-state.ts';

/** Filters by open or decided, prompt and state. They are in the URL. */
export function ListFilters({ counts }: { counts: Outputs['promotions']['list']['counts'] }) {
  const [state, setState] = useQueryStates(listParsers);
  const offered = PROMOTION_STATUSES.filter((status) => {
    if (status === 'draft') return false;
    return state.group === 'all' || OPEN_STATUSES.includes(status) === (state.group === 'open');
  });
  return (
    <div className="flex flex-wrap items-center justify-end gap-1.5 py-1 phone:w-full phone:justify-start">
      <Segmented
        label="Group"
        value={state.group}
        onChange={(group) => void setState({ group, status: null })}
        options={[
          { value: 'open', label: `Open ${count(counts.open)}` },
          { value: 'decided', label: `Decided ${count(counts.decided)}` },
          { value: 'all', label: 'All' },
        ]}
      />
      <PromptFilter value={state.prompt} onChange={(prompt) => void setState({ prompt: prompt || null })} />
      <Select
        aria-label="Status"
        value={state.status ?? ''}
        onChange={({ target }) =>
          void setState({ status: PROMOTION_STATUSES.find((one) => one === target.value) ?? null })
        }
        className="w-44 phone:flex-1"
      >
        <option value="">Every status</option>
        {offered.map((status) => (
          <option key={status} value={status}>
            {STATUS[status].word}
          </option>
        ))}
      </Select>
    </div>
  );
}
