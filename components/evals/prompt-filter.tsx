'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import { FilterChip } from '#components/ui/form/filter-chip.tsx';
import { Input } from '#components/ui/form/input.tsx';

const SUGGESTED_MAX = 20;

/**
 * Filters a list by one prompt. A project may have thousands, so the field suggests those that contain the typed text.
 */
export function PromptFilter({ value, onChange }: { value: string; onChange: (prompt: string) => void }) {
  const trpc = useTRPC();
  const { project } = useProject();
  const [text, setText] = useState('');
  const id = useId();
  const found = useQuery({
    ...trpc.prompts.search.queryOptions({ project: project.name, text, limit: SUGGESTED_MAX }),
    placeholderData: keepPreviousData,
    enabled: value === '',
  });
  if (value !== '')
    return (
      <FilterChip name="prompt" value={value} onClear={() => onChange('')} className="max-w-full overflow-hidden" />
    );
  function choose(name: string) {
    setText('');
    onChange(name);
  }
  return (
    <form
      className="w-48 phone:w-full phone:flex-none"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim() !== '') choose(text.trim());
      }}
    >
      <Input
        aria-label="Prompt"
        placeholder="All prompts"
        list={id}
        value={text}
        maxLength={200}
        autoComplete="off"
        className="text-12"
        onChange={({ target, nativeEvent }) => {
          const known = found.data?.some(({ name }) => name === target.value);
          if (known && isPick(nativeEvent)) choose(target.value);
          else setText(target.value);
        }}
      />
      <datalist id={id}>
        {found.data?.map(({ name }) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </form>
  );
}

/** Whether a suggestion was chosen. A typed name may be incomplete, so it counts only after Enter. */
const isPick = (event: Event): boolean =>
  !(event instanceof InputEvent) || event.inputType === '' || event.inputType === 'insertReplacementText';
