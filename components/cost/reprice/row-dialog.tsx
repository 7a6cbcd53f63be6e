'use client';

import { type ComponentProps, type FormEvent, type ReactElement, useId, useState } from 'react';
import { meterText } from '#components/models/meter-text.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Field } from '#components/ui/form/field.tsx';
import { Input, Select } from '#components/ui/form/input.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import { useNow } from '#components/ui/time/now.tsx';
import { CACHE_TTLS, isMeterName, METERS } from '#server/models/prices/domain/meters.ts';
import type { WrittenRow } from '#server/models/prices/domain/row-entry.ts';
import { ROW_FIELDS, type RowValues, rowOf, valuesOf } from './price-draft.ts';

/** Adds a price row to the corrections, or changes one: `row` is what the form begins with, `known` the row as it is written. */
export function RowDialog({
  row,
  known,
  isOpenAtFirst = false,
  trigger,
  onSave,
}: {
  row: WrittenRow | null;
  known: WrittenRow | null;
  isOpenAtFirst?: boolean;
  trigger: ReactElement<ComponentProps<typeof Button>>;
  onSave: (row: WrittenRow) => void;
}) {
  const form = useId();
  const today = new Date(useNow()).toISOString().slice(0, 10);
  const [open, setOpen] = useState(isOpenAtFirst);
  const [problems, setProblems] = useState<Partial<RowValues>>({});
  const values = valuesOf(row, today);
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const sent = Object.fromEntries(ROW_FIELDS.map((name) => [name, String(data.get(name) ?? values[name])]));
    const read = rowOf({ ...values, ...sent }, known ?? row);
    setProblems(read.problems ?? {});
    if (read.row === undefined) return;
    onSave(read.row);
    setOpen(false);
  }
  const field = (name: keyof RowValues, label: string, more: ComponentProps<'input'> & { hint?: string } = {}) => {
    const { hint, ...rest } = more;
    return (
      <Field label={label} hint={hint} error={problems[name]}>
        <Input
          name={name}
          autoComplete="off"
          spellCheck={false}
          maxLength={300}
          defaultValue={values[name]}
          {...rest}
        />
      </Field>
    );
  };
  return (
    <Dialog
      title={known === null ? 'Add a price row' : 'Correct a price row'}
      description="Nothing is written until the corrections are applied."
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        setProblems({});
      }}
      trigger={trigger}
      footer={
        <>
          <Button onClick={() => setOpen(false)}>Cancel</Button>
          <Button type="submit" form={form} variant="primary">
            {known === null ? 'Add' : 'Correct'}
          </Button>
        </>
      }
    >
      <form id={form} noValidate onSubmit={submit} className="grid grid-cols-2 gap-3 phone:grid-cols-1">
        <Field label="Meter" error={problems.meter}>
          {known === null ? <MeterSelect value={values.meter} /> : <Input readOnly value={nameOf(values.meter)} />}
        </Field>
        <div className="grid grid-cols-2 gap-3">
          {field('amount', 'US dollars', { inputMode: 'decimal' })}
          {field('per', 'per units', { inputMode: 'numeric' })}
        </div>
        {field('effective_from', 'From', { hint: 'A day (UTC), or 2026-05-01T16:00:00Z' })}
        {field('effective_to', 'To', { hint: 'Empty: until the next row of the same conditions' })}
        {field('service_tier', 'Only for service tier', { hint: 'batch, flex, priority' })}
        {field('region', 'Only for region')}
        {field('speed', 'Only for speed')}
        {field('input_tokens_gte', 'Only from input tokens', { inputMode: 'numeric' })}
        <Field label="Only for cache of" error={problems.cache_ttl}>
          <Select name="cache_ttl" defaultValue={values.cache_ttl}>
            <option value="">any time to live</option>
            {CACHE_TTLS.map((ttl) => (
              <option key={ttl}>{ttl}</option>
            ))}
          </Select>
        </Field>
        {field('source_url', 'Source', { hint: 'The page that says so', inputMode: 'url' })}
      </form>
    </Dialog>
  );
}

const nameOf = (meter: string): string => (isMeterName(meter) ? meterText(meter, null) : meter);

function MeterSelect({ value }: { value: string }) {
  const meters = Object.keys(METERS);
  return (
    <Select name="meter" defaultValue={value}>
      {(meters.includes(value) ? meters : [value, ...meters]).map((meter) => (
        <option key={meter} value={meter}>
          {nameOf(meter)}
        </option>
      ))}
    </Select>
  );
}
