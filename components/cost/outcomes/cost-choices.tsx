import { Select } from '#components/ui/form/input.tsx';
import { COST_GROUPINGS, type CostGrouping } from '#server/cost/domain/grouping.ts';
import { SUCCESS_BY, type SuccessBy } from '#server/cost/domain/success.ts';
import type { CostState } from './cost-state.ts';

const BY_WORDS: Readonly<Record<CostGrouping, string>> = {
  variant: 'by variant',
  version: 'by version',
  prompt: 'by prompt',
  model: 'by model',
  service: 'by service',
  query_type: 'by query type',
  environment: 'by environment',
  tag: 'by tag',
};

const SUCCESS: Readonly<Record<SuccessBy, string>> = {
  outcome: 'success by outcome',
  feedback: 'success by feedback',
  quality: 'success by quality',
};

/** The grouping of tasks, and what counts as a success. */
export function CostChoices({
  state,
  onChange,
}: {
  state: CostState;
  onChange: (next: { by?: CostGrouping; success?: SuccessBy; tasks?: null }) => void;
}) {
  return (
    <div className="flex flex-wrap gap-2">
      <Select
        aria-label="Group"
        value={state.by}
        onChange={({ target }) => onChange({ by: COST_GROUPINGS.find((each) => each === target.value), tasks: null })}
        className="w-40"
      >
        {COST_GROUPINGS.map((each) => (
          <option key={each} value={each}>
            {BY_WORDS[each]}
          </option>
        ))}
      </Select>
      <Select
        aria-label="Success"
        value={state.success}
        onChange={({ target }) => onChange({ success: SUCCESS_BY.find((each) => each === target.value) })}
        className="w-48"
      >
        {SUCCESS_BY.map((each) => (
          <option key={each} value={each}>
            {SUCCESS[each]}
          </option>
        ))}
      </Select>
    </div>
  );
}
