'use client';

import { FilterBar } from '#components/shell/filters/filter-bar.tsx';
import { TimeRangePicker } from '#components/shell/time/time-range-picker.tsx';
import type { Outputs } from '#components/shell/trpc.ts';
import { facetOptions } from '#components/telemetry/facet-options.ts';
import { FilterChip } from '#components/ui/form/filter-chip.tsx';
import { Segmented } from '#components/ui/form/segmented.tsx';
import type { RequestState } from './request-filters.ts';

const STATUSES = [
  { value: 'all', label: 'All' },
  { value: 'ok', label: 'Ok' },
  { value: 'error', label: 'Errors' },
] as const;
/** Filters that a link from a row or a chart sets; the bar shows them so that they can be removed. */
const OWN_FILTERS = ['code', 'key', 'user', 'session', 'trace'] as const;

/** The filters of the list of requests. */
export function RequestFilterBar({
  facets,
  prompt,
  state,
  onChange,
}: {
  facets: Outputs['telemetry']['facets'];
  prompt: string | null;
  state: RequestState;
  onChange: (next: Partial<RequestState>) => void;
}) {
  return (
    <div className="flex flex-wrap items-center justify-between gap-2">
      <div className="flex flex-wrap items-center gap-1.5">
        <Segmented
          label="Status"
          options={STATUSES}
          value={state.status ?? 'all'}
          onChange={(next) =>
            onChange({ status: next === 'all' ? null : next, code: next === 'ok' ? null : state.code })
          }
        />
        {OWN_FILTERS.map((name) => {
          const value = state[name];
          return value === null ? null : (
            <FilterChip key={name} name={name} value={value} onClear={() => onChange({ [name]: null })} />
          );
        })}
        <FilterBar facets={facetOptions(facets, prompt)} />
      </div>
      <TimeRangePicker comparable={false} />
    </div>
  );
}
