'use client';

import { useQueryStates } from 'nuqs';
import type { FormEvent } from 'react';
import { Button } from '#components/ui/form/button.tsx';
import { Field } from '#components/ui/form/field.tsx';
import { Input } from '#components/ui/form/input.tsx';
import { REPLACEMENTS_MAX } from '#server/rehearsals/domain/replacement.ts';
import { rehearsalParsers } from './rehearsal-state.ts';
import type { RehearsalData } from './rehearsal-words.ts';

const SOURCES = {
  chosen: 'Compared with the chosen replacements.',
  fallback: 'Compared with the fallbacks of the registry.',
  list: 'Compared with what the vendor recommends.',
} as const;

/** A field that adds a replacement to those that are compared, at most three; the newest takes the place of the last. */
export function ChooseReplacement({ rehearsal, chosen }: { rehearsal: RehearsalData; chosen: readonly string[] }) {
  const [, setState] = useQueryStates(rehearsalParsers);
  const [first] = rehearsal.replacements;
  function add(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const name = String(new FormData(event.currentTarget).get('replacement') ?? '').trim();
    if (name === '') return;
    const kept = rehearsal.replacements.filter(({ refusal }) => refusal === null).map((each) => each.name);
    const others = kept.filter((each) => each !== name).slice(0, REPLACEMENTS_MAX - 1);
    void setState({ replacement: [...others, name] });
    event.currentTarget.reset();
  }
  return (
    <form
      noValidate
      onSubmit={add}
      className="flex flex-wrap items-end gap-2 border-t px-3 py-2 text-12 text-muted-foreground"
    >
      <Field label="Another replacement" className="w-64 phone:w-full">
        <Input name="replacement" placeholder="provider/model" maxLength={300} spellCheck={false} autoComplete="off" />
      </Field>
      <Button type="submit">Compare</Button>
      <span className="min-w-0 flex-1 self-center">
        {first ? SOURCES[first.source] : 'The registry names no fallback.'}
      </span>
      {chosen.length > 0 && (
        <Button variant="ghost" onClick={() => void setState({ replacement: null })}>
          Back to the registry’s
        </Button>
      )}
    </form>
  );
}
