'use client';

import { type FormEvent, useState } from 'react';
import { fieldSentence, sentenceOf } from '#components/shell/reads/fault.ts';
import { Radio } from '#components/ui/form/checkbox.tsx';
import { Field, FieldError } from '#components/ui/form/field.tsx';
import { Input, Textarea } from '#components/ui/form/input.tsx';
import type { PromptType } from '#server/prompts/domain/content.ts';
import { nameProblem } from '#server/prompts/domain/name.ts';

export type NewPromptValues = { name: string; type: PromptType; description: string; tags: string[] };

/** The fields of a new prompt. On submit the name is checked by the function that the server uses. */
export function NewPromptForm({
  id,
  folder,
  error,
  onSend,
}: {
  id: string;
  folder: string;
  error: unknown;
  onSend: (values: NewPromptValues) => void;
}) {
  const [problem, setProblem] = useState<string | null>(null);
  const byField = error ? fieldSentence(error, 'name') : undefined;
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const text = (field: string) => String(data.get(field) ?? '').trim();
    const name = text('name');
    const found = nameProblem(name);
    setProblem(found);
    if (found !== null) return;
    const tags = text('tags')
      .split(',')
      .map((tag) => tag.trim())
      .filter(Boolean);
    onSend({ name, type: text('type') === 'chat' ? 'chat' : 'text', description: text('description'), tags });
  }
  return (
    <form id={id} onSubmit={submit} className="grid gap-3" noValidate>
      <Field label="Name" hint="“/” makes folders: search/answer" error={problem ?? byField}>
        <Input
          name="name"
          autoComplete="off"
          spellCheck={false}
          maxLength={200}
          defaultValue={folder ? `${folder}/` : ''}
          className="font-mono text-12"
        />
      </Field>
      <fieldset className="grid gap-1">
        <legend className="text-12 font-medium">Type</legend>
        <Radio name="type" value="text" defaultChecked hint="One template.">
          Text
        </Radio>
        <Radio name="type" value="chat" hint="Messages with roles: system, user, assistant.">
          Chat
        </Radio>
      </fieldset>
      <Field label="Description, optional">
        <Textarea name="description" rows={2} maxLength={2000} />
      </Field>
      <Field label="Tags, optional" hint="With commas between them.">
        <Input name="tags" autoComplete="off" maxLength={1000} />
      </Field>
      {Boolean(error) && !byField && <FieldError>{sentenceOf(error)}</FieldError>}
    </form>
  );
}
