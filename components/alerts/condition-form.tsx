import { Checkbox } from '#components/ui/form/checkbox.tsx';
import { Field } from '#components/ui/form/field.tsx';
import { Input, Select } from '#components/ui/form/input.tsx';
import { SEVERITIES, type Severity } from '#server/alerts/domain/alert.ts';
import { CONDITION_WORDS } from './rule-words.ts';

export type Named = { name: string; severity: Severity; enabled: boolean };

/** What can be changed of a monitor of what other pages find: it has no rule. */
export function ConditionForm<Draft extends Named>({
  draft,
  kind,
  onChange,
}: {
  draft: Draft;
  kind: string;
  onChange: (draft: Draft) => void;
}) {
  return (
    <div className="grid max-w-120 gap-3">
      <p>{CONDITION_WORDS[kind] ?? 'It looks at what other pages find.'} Looked for every 5 min.</p>
      <NameField draft={draft} onChange={onChange} />
      <Field label="Severity">
        <Select
          value={draft.severity}
          onChange={({ target }) => {
            const severity = SEVERITIES.find((one) => one === target.value);
            if (severity !== undefined) onChange({ ...draft, severity });
          }}
        >
          {SEVERITIES.map((one) => (
            <option key={one}>{one}</option>
          ))}
        </Select>
      </Field>
      <OnField draft={draft} onChange={onChange} />
    </div>
  );
}

type Edited<Draft> = { draft: Draft; onChange: (draft: Draft) => void };

export function NameField<Draft extends Named>({ draft, onChange }: Edited<Draft>) {
  return (
    <Field label="Name">
      <Input
        value={draft.name}
        maxLength={120}
        autoComplete="off"
        onChange={(event) => onChange({ ...draft, name: event.target.value })}
      />
    </Field>
  );
}

export function OnField<Draft extends Named>({ draft, onChange }: Edited<Draft>) {
  return (
    <Checkbox checked={draft.enabled} onChange={(event) => onChange({ ...draft, enabled: event.target.checked })}>
      On
    </Checkbox>
  );
}
