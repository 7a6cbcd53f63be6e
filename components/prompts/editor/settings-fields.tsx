'use client';

import { useId } from 'react';
import { Field } from '#components/ui/form/field.tsx';
import { Input, Textarea } from '#components/ui/form/input.tsx';
import type { Draft } from './draft.ts';
import type { Problem } from './draft-version.ts';
import type { ModelPrice } from './estimate.ts';
import { OWN_SETTINGS, settingName } from './own-settings.ts';

const NUMBERS = OWN_SETTINGS.filter((setting) => setting.type === 'number');

/** The settings with a field of their own; every other one as JSON. */
export function SettingsFields({
  draft,
  models,
  problems,
  readOnly,
  onChange,
}: {
  draft: Draft;
  models: readonly ModelPrice[];
  problems: readonly Problem[];
  readOnly: boolean;
  onChange: (part: Partial<Draft>) => void;
}) {
  const list = useId();
  const problem = (field: Problem['field']) => problems.find((each) => each.field === field)?.sentence;
  return (
    <div className="grid gap-3">
      <Field label="Model" hint="provider/id">
        <Input
          list={list}
          value={draft.model}
          readOnly={readOnly}
          autoComplete="off"
          spellCheck={false}
          maxLength={300}
          className="font-mono text-12"
          onChange={({ target }) => onChange({ model: target.value })}
        />
      </Field>
      <datalist id={list}>
        {models.map(({ model }) => (
          <option key={model} value={model} />
        ))}
      </datalist>
      <div className="grid grid-cols-2 gap-3">
        {NUMBERS.map(({ key, inputMode }) => (
          <Field key={key} label={settingName(key, draft.limitName)} error={problem(key)}>
            <Input
              value={draft[key]}
              readOnly={readOnly}
              inputMode={inputMode}
              onChange={({ target }) => onChange({ [key]: target.value })}
            />
          </Field>
        ))}
      </div>
      <Field label="Other settings, JSON" hint="top_p, stop, tools …" error={problem('rest')}>
        <Textarea
          value={draft.rest}
          readOnly={readOnly}
          rows={draft.rest ? Math.min(10, draft.rest.split('\n').length) : 1}
          spellCheck={false}
          className="font-mono text-12"
          onChange={({ target }) => onChange({ rest: target.value })}
        />
      </Field>
      <Field label="Response format, JSON" error={problem('responseFormat')}>
        <Textarea
          value={draft.responseFormat}
          readOnly={readOnly}
          rows={draft.responseFormat ? Math.min(10, draft.responseFormat.split('\n').length) : 1}
          spellCheck={false}
          className="font-mono text-12"
          onChange={({ target }) => onChange({ responseFormat: target.value })}
        />
      </Field>
    </div>
  );
}
