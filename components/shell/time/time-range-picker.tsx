'use client';

import { useState } from 'react';
import { FilterChip } from '#components/ui/form/filter-chip.tsx';
import { Segmented } from '#components/ui/form/segmented.tsx';
import { Menu, MenuChoices } from '#components/ui/overlay/menu.tsx';
import { dayAndTime } from '#components/ui/time/format-time.ts';
import { useNow } from '#components/ui/time/now.tsx';
import { RANGES } from '#server/telemetry/query/domain/range.ts';
import { CustomRange } from './custom-range.tsx';
import { type Comparison, rangeLabel } from './time-range.ts';
import { useTimeWindow } from './use-time-window.ts';

const AGAINST = [
  { value: 'nothing', label: 'nothing' },
  { value: 'previous', label: 'the time before' },
  { value: 'last_week', label: 'last week' },
] as const;

/** The range of all charts on the page, and the period they are compared with. The state is in the URL. */
export function TimeRangePicker({ comparable = true }: { comparable?: boolean }) {
  const { state, window, change } = useTimeWindow();
  const now = useNow();
  const [choosing, setChoosing] = useState(false);
  const options = [
    ...RANGES.map((range) => ({ value: range as string, label: rangeLabel(range) })),
    { value: 'custom', label: 'Custom' },
  ];
  function choose(value: string) {
    const range = RANGES.find((each) => each === value);
    if (range) change({ range, from: null, to: null });
    else setChoosing(true);
  }
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <Segmented label="Time range" options={options} value={window.range ?? 'custom'} onChange={choose} />
      {window.range === null && (
        <span className="text-12 text-muted-foreground">
          {dayAndTime(window.from, now)} to {dayAndTime(window.to, now)}
        </span>
      )}
      {comparable && (
        <Menu align="end" trigger={<FilterChip name="against" value={wordOf(state.compare)} />}>
          <MenuChoices
            label="Compare with"
            value={state.compare ?? 'nothing'}
            onChange={(next) => change({ compare: next === 'nothing' ? null : next })}
            options={AGAINST}
          />
        </Menu>
      )}
      {choosing && (
        <CustomRange from={window.from} to={window.to} onClose={() => setChoosing(false)} onChoose={change} />
      )}
    </div>
  );
}

function wordOf(compare: Comparison | null): string {
  return AGAINST.find((each) => each.value === (compare ?? 'nothing'))?.label ?? 'nothing';
}
