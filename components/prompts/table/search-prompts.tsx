'use client';

import { useEffect, useRef, useState } from 'react';
import { isTyping } from '#components/shell/keyboard/keys.ts';
import { Input } from '#components/ui/form/input.tsx';

/** How long a reader stops typing before the table is asked for anew. */
const PAUSE_MS = 250;

/** Searches as one types; `/` goes there. The field follows the address when that changes from outside. */
export function SearchPrompts({ value, onSearch }: { value: string; onSearch: (text: string) => void }) {
  const [text, setText] = useState(value);
  const [followed, setFollowed] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const field = useRef<HTMLInputElement>(null);
  if (followed !== value) {
    setFollowed(value);
    setText(value);
  }
  useEffect(() => {
    function press(event: KeyboardEvent) {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      event.preventDefault();
      field.current?.focus();
    }
    window.addEventListener('keydown', press);
    return () => {
      clearTimeout(timer.current);
      window.removeEventListener('keydown', press);
    };
  }, []);
  return (
    <Input
      type="search"
      aria-label="Search prompts"
      placeholder="Search all prompts"
      ref={field}
      value={text}
      maxLength={200}
      autoComplete="off"
      className="w-60 phone:w-full"
      onChange={({ target }) => {
        setText(target.value);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => onSearch(target.value.trim()), PAUSE_MS);
      }}
    />
  );
}
