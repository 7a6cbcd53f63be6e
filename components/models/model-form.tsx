'use client';

import type { ComponentProps, ReactNode } from 'react';
import { fieldSentence, sentenceOf } from '#components/shell/reads/fault.ts';
import { Field, FieldError } from '#components/ui/form/field.tsx';
import { Input } from '#components/ui/form/input.tsx';
import { DATE_FIELDS, formDefaults, LIST_FIELDS, NUMBER_FIELDS, TEXT_FIELDS } from './model-values.ts';
import type { ModelRow } from './model-words.ts';

const MONO = 'font-mono text-12';

/** The facts of a model. A new one is named here too; the name of a registered one stays. */
export function ModelForm({
  id,
  model,
  error,
  onSend,
}: {
  id: string;
  model?: ModelRow;
  error: unknown;
  onSend: (data: FormData) => void;
}) {
  const defaults = formDefaults(model);
  const faultOf = (name: string) =>
    error ? (fieldSentence(error, name) ?? fieldSentence(error, `change/${name}`)) : undefined;
  const field = (name: string, label: ReactNode, more: ComponentProps<'input'> & { hint?: string } = {}) => {
    const { hint, ...rest } = more;
    return (
      <Field label={label} hint={hint} error={faultOf(name)}>
        <Input
          name={name}
          autoComplete="off"
          spellCheck={false}
          maxLength={300}
          defaultValue={defaults[name]}
          {...rest}
        />
      </Field>
    );
  };
  const named = ALL_FIELDS.some((name) => faultOf(name) !== undefined);
  return (
    <form
      id={id}
      noValidate
      className="grid gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        onSend(new FormData(event.currentTarget));
      }}
    >
      {model === undefined && (
        <Pair>
          {field('provider', 'Provider', { hint: 'As events and prompts name it: openai', className: MONO })}
          {field('model_id', 'Model id', { hint: 'As the provider’s API takes it', className: MONO })}
        </Pair>
      )}
      <Pair>
        {field('owner', 'Owner', { hint: 'Who migrates its prompts when it retires' })}
        {field('display_name', 'Display name')}
      </Pair>
      <Pair>
        {field('fallback', 'Fallback', { hint: 'provider/id that serves when this one is gone', className: MONO })}
        {field('base_model', 'Base model', {
          hint: 'What it was made from; of a merge several, with commas',
          className: MONO,
        })}
      </Pair>
      <Trio>
        {field('released_at', 'Released', { type: 'date' })}
        {field('deprecation_date', 'Deprecated', { type: 'date' })}
        {field('retirement_date', 'Retires', { type: 'date' })}
      </Trio>
      <Pair>
        {field('context_window', 'Context, tokens', { inputMode: 'numeric' })}
        {field('max_output_tokens', 'Output at most, tokens', { inputMode: 'numeric' })}
      </Pair>
      <Pair>
        {field('modalities', 'Takes', { hint: 'text, image, audio' })}
        {field('capabilities', 'Can', { hint: 'tools, json, reasoning' })}
      </Pair>
      {model === undefined && (
        <Pair>
          {field('input_per_mtok', 'Input, $ per million tokens', { inputMode: 'decimal' })}
          {field('output_per_mtok', 'Output, $ per million tokens', { inputMode: 'decimal' })}
        </Pair>
      )}
      {Boolean(error) && !named && <FieldError>{sentenceOf(error)}</FieldError>}
    </form>
  );
}

const ALL_FIELDS = [
  'provider',
  'model_id',
  'base_model',
  ...TEXT_FIELDS,
  ...DATE_FIELDS,
  ...NUMBER_FIELDS,
  ...LIST_FIELDS,
];

const Pair = ({ children }: { children: ReactNode }) => (
  <div className="grid grid-cols-2 gap-3 phone:grid-cols-1">{children}</div>
);
const Trio = ({ children }: { children: ReactNode }) => (
  <div className="grid grid-cols-3 gap-3 phone:grid-cols-1">{children}</div>
);
