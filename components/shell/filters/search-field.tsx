'use client';

import { type Ref, useEffect, useRef, useState } from 'react';
import { Input } from '#components/ui/form/input.tsx';

/** How long a reader stops typing before the list is asked for anew. */
const PAUSE_MS = 250;

/** Searches as one types. The address holds what was searched for; the field follows it when it changes from outside. */
export function SearchField({
  label,
  value,
  onSearch,
  placeholder = 'Search',
  className = 'w-56',
  ref,
}: {
  label: string;
  value: string;
  onSearch: (text: string) => void;
  placeholder?: string;
  className?: string;
  ref?: Ref<HTMLInputElement>;
}) {
  const [text, setText] = useState(value);
  const [followed, setFollowed] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  if (followed !== value) {
    setFollowed(value);
    setText(value);
  }
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <Input
      type="search"
      aria-label={label}
      placeholder={placeholder}
      value={text}
      ref={ref}
      maxLength={200}
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
