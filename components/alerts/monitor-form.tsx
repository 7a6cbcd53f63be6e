'use client';

import type { ReactNode } from 'react';
import { Checkbox } from '#components/ui/form/checkbox.tsx';
import { Input, Select } from '#components/ui/form/input.tsx';
import { SEVERITIES, type Severity } from '#server/alerts/domain/alert.ts';
import { defaultRule } from '#server/alerts/domain/check-rule.ts';
import type { Rule } from '#server/alerts/domain/rule.ts';
import { SERIES_KINDS, type SeriesKind } from '#server/alerts/domain/series-kind.ts';
import { CELL_METRICS } from '#server/telemetry/query/domain/metric-name.ts';
import { NameField, OnField } from './condition-form.tsx';
import { FilterPart, GroupPart, type Part } from './monitor-traffic.tsx';
import { KIND_WORDS, limitUnit } from './rule-words.ts';

export type Draft = { name: string; kind: SeriesKind; severity: Severity; enabled: boolean; rule: Rule };
type Change = (draft: Draft) => void;

/** The rule as a sentence whose parts are fields. */
export function MonitorForm({ draft, isNew, onChange }: { draft: Draft; isNew: boolean; onChange: Change }) {
  const { kind, rule } = draft;
  const set = (change: Partial<Rule>) => onChange({ ...draft, rule: { ...rule, ...change } });
  const isBurn = kind === 'burn_rate';
  return (
    <div className="grid gap-3">
      <NameField draft={draft} onChange={onChange} />
      <fieldset className="flex flex-wrap items-center gap-x-1.5 gap-y-2">
        <legend className="mb-1 text-12 text-muted-foreground">Rule</legend>
        When
        {isNew ? (
          <Choice
            label="Kind"
            value={kind}
            options={SERIES_KINDS.map((one) => [one, KIND_WORDS[one]])}
            onChange={(next) => onChange({ ...draft, kind: next, rule: { ...defaultRule(next), filter: rule.filter } })}
          />
        ) : (
          <strong>{KIND_WORDS[kind]}</strong>
        )}
        {kind === 'metric' && <MetricPart rule={rule} set={set} />}
        of <FilterPart name="prompt" rule={rule} set={set} /> in <FilterPart name="environment" rule={rule} set={set} />{' '}
        on <FilterPart name="model" rule={rule} set={set} />
        {!isBurn && (
          <>
            over{' '}
            <Figure label="Window" value={rule.windowMin} min={1} max={60} set={(windowMin) => set({ windowMin })} />{' '}
            min
          </>
        )}
        <span>{VERBS[kind]}</span>{' '}
        <Figure label="Limit" value={rule.limit} step="any" set={(limit) => set({ limit })} />
        <span>{limitUnit(kind, rule)} for</span>{' '}
        <Figure label="For" value={rule.forMin} max={1440} set={(forMin) => set({ forMin })} /> min, and there are at
        least{' '}
        <Figure
          label="Evidence"
          value={rule.minSamples}
          min={1}
          max={1_000_000}
          set={(minSamples) => set({ minSamples })}
        />
        values:
        <Choice
          label="Severity"
          value={draft.severity}
          options={SEVERITIES.map((one) => [one, one])}
          onChange={(severity) => onChange({ ...draft, severity })}
        />
        . Clear when it stays beyond{' '}
        {!isBurn && <Figure label="Clear" value={rule.clear} step="any" set={(clear) => set({ clear })} />} for{' '}
        <Figure label="Clear for" value={rule.clearForMin} max={1440} set={(clearForMin) => set({ clearForMin })} />{' '}
        min. With too little data: keep the state.
        {(isBurn || kind === 'error_rate') && (
          <>
            {' '}
            Errors are{' '}
            <Choice
              label="Errors"
              value={rule.count ?? 'all'}
              options={[
                ['all', 'all failed requests'],
                ['not_caller', 'all but 4xx of the caller'],
              ]}
              onChange={(count) => set({ count })}
            />
          </>
        )}
      </fieldset>
      <GroupPart rule={rule} set={set} />
      <Checkbox
        checked={rule.literal}
        hint="The bare threshold: neither the number of values nor chance is looked at. Expect noise at night."
        onChange={(event) => set({ literal: event.target.checked })}
      >
        Take the rule literally
      </Checkbox>
      <OnField draft={draft} onChange={onChange} />
    </div>
  );
}

/** What stands before the limit. */
const VERBS: Record<SeriesKind, string> = {
  quality: 'is',
  latency: 'is above',
  error_rate: 'is above',
  injection: 'is above',
  burn_rate: 'burns, of',
  outcome: 'is above',
  telemetry_missing: 'is missing, where there were',
  metric: 'is',
};

/** Which metric, on which side of the limit. */
function MetricPart({ rule, set }: Part) {
  return (
    <>
      <Choice
        label="Metric"
        value={rule.metric ?? 'requests'}
        options={CELL_METRICS.map((one) => [one, one])}
        onChange={(metric) => set({ metric })}
      />
      <Choice
        label="Side"
        value={rule.direction}
        options={[
          ['above', 'above'],
          ['below', 'below'],
        ]}
        onChange={(direction) => set({ direction })}
      />
      <Choice
        label="Against"
        value={rule.against}
        options={[
          ['fixed', 'a fixed limit'],
          ['baseline', 'its baseline'],
        ]}
        onChange={(against) => set({ against })}
      />
    </>
  );
}

function Figure({
  label,
  value,
  set,
  ...rest
}: {
  label: string;
  value: number;
  set: (value: number) => void;
  min?: number;
  max?: number;
  step?: 'any';
}) {
  return (
    <Input
      aria-label={label}
      type="number"
      className="w-20"
      min={0}
      value={value}
      onChange={(event) => {
        if (Number.isFinite(event.target.valueAsNumber)) set(event.target.valueAsNumber);
      }}
      {...rest}
    />
  );
}

function Choice<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: T;
  options: readonly (readonly [T, ReactNode])[];
  onChange: (value: T) => void;
}) {
  return (
    <Select
      aria-label={label}
      className="inline-block w-auto max-w-full"
      value={value}
      onChange={(event) => {
        const chosen = options.find(([one]) => one === event.target.value);
        if (chosen !== undefined) onChange(chosen[0]);
      }}
    >
      {options.map(([one, words]) => (
        <option key={one} value={one}>
          {words}
        </option>
      ))}
    </Select>
  );
}
