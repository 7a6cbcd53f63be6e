'use client';

import type { FormEvent } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';

/** Finds text in action, object, person and detail. Searches on Enter, since it reads the log from the end. */
export function AuditSearch({ value, onSearch }: { value: string; onSearch: (text: string) => void }) {
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    onSearch(String(new FormData(event.currentTarget).get('search')).trim());
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: React knows no search element with a form's submit
    <form role="search" onSubmit={submit} className="flex items-center gap-1.5">
      <Field label="Search the audit log" hideLabel>
        <Input
          key={value}
          name="search"
          type="search"
          defaultValue={value}
          maxLength={200}
          placeholder="key.create, Ada, production"
          className="h-6.5 w-52 text-12 phone:h-8"
        />
      </Field>
      <Button type="submit" size="sm">
        Search
      </Button>
    </form>
  );
}
