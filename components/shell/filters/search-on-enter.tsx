'use client';

import type { FormEvent } from 'react';
import { cn } from '#components/ui/cn.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Field } from '#components/ui/form/field.tsx';
import { Input } from '#components/ui/form/input.tsx';
import type { Search } from './search-field.tsx';

/** Searches on Enter, where a search costs too much to run at every letter. */
export function SearchOnEnter({ label, value, onSearch, placeholder, className = 'w-52' }: Search) {
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    onSearch(String(new FormData(event.currentTarget).get('search')).trim());
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: React's search element has no submit event
    <form role="search" onSubmit={submit} className="flex items-center gap-1.5">
      <Field label={label} hideLabel>
        <Input
          key={value}
          name="search"
          type="search"
          defaultValue={value}
          maxLength={200}
          placeholder={placeholder}
          className={cn('h-6.5 text-12 phone:h-8', className)}
        />
      </Field>
      <Button type="submit" size="sm">
        Search
      </Button>
    </form>
  );
}
