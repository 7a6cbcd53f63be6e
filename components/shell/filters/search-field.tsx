'use client';

import { type FormEvent, useEffect, useRef, useState } from 'react';
import { cn } from '#components/ui/cn.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Field } from '#components/ui/form/field.tsx';
import { Input } from '#components/ui/form/input.tsx';
import { dialogIsOpen, isPlainKey } from '../keyboard/keys.ts';

/** How long a reader stops typing before the list is asked for anew. */
const PAUSE_MS = 250;

/** What the server takes. */
const SEARCH_LENGTH_MAX = 200;

type Search = {
  label: string;
  /** What was searched for, as the address holds it; the field follows it when it changes from outside. */
  value: string;
  onSearch: (text: string) => void;
  placeholder?: string;
  className?: string;
};

/** Searches as one types, and with `slash` that key goes there. */
export function SearchField({
  label,
  value,
  onSearch,
  placeholder = 'Search',
  className = 'w-56',
  slash = false,
}: Search & { slash?: boolean }) {
  const [text, setText] = useState(value);
  const [followed, setFollowed] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const field = useRef<HTMLInputElement>(null);
  if (followed !== value) {
    setFollowed(value);
    setText(value);
  }
  useEffect(() => () => clearTimeout(timer.current), []);
  useEffect(() => {
    if (!slash) return;
    function press(event: KeyboardEvent) {
      if (event.key !== '/' || !isPlainKey(event) || dialogIsOpen()) return;
      event.preventDefault();
      field.current?.focus();
    }
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [slash]);
  return (
    <Input
      type="search"
      aria-label={label}
      placeholder={placeholder}
      value={text}
      ref={field}
      maxLength={SEARCH_LENGTH_MAX}
      autoComplete="off"
      className={className}
      onChange={({ target }) => {
        setText(target.value);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => onSearch(target.value.trim()), PAUSE_MS);
      }}
    />
  );
}

/** Searches on Enter: for a search that costs too much to run at every letter. */
export function SearchOnEnter({ label, value, onSearch, placeholder, className = 'w-52' }: Search) {
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    onSearch(String(new FormData(event.currentTarget).get('search')).trim());
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: React knows no search element with a form's submit
    <form role="search" onSubmit={submit} className="flex items-center gap-1.5">
      <Field label={label} hideLabel>
        <Input
          key={value}
          name="search"
          type="search"
          defaultValue={value}
          maxLength={SEARCH_LENGTH_MAX}
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
