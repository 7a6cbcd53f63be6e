'use client';

import { useEffect, useRef, useState } from 'react';
import { useDebouncedCallback } from 'use-debounce';
import { Input } from '#components/ui/form/input.tsx';
import { dialogIsOpen, isPlainKey } from '../keyboard/keys.ts';

/** Milliseconds after the last key before the list is read again. */
const PAUSE_MS = 250;

export type Search = {
  label: string;
  /** The search text of the URL; the field follows it when it changes from outside. */
  value: string;
  onSearch: (text: string) => void;
  placeholder?: string;
  className?: string;
};

/** Searches while the user types; with `slash`, the key `/` focuses the field. */
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
  const searchSoon = useDebouncedCallback(onSearch, PAUSE_MS);
  const field = useRef<HTMLInputElement>(null);
  if (followed !== value) {
    setFollowed(value);
    setText(value);
  }
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
      maxLength={200}
      autoComplete="off"
      className={className}
      onChange={({ target }) => {
        setText(target.value);
        searchSoon(target.value.trim());
      }}
    />
  );
}
