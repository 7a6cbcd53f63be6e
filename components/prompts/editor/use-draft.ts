'use client';

import { useState } from 'react';
import { type Draft, isEdited } from './draft.ts';
import { keepDraft, readDraft } from './stored-draft.ts';

/**
 * The draft of a prompt in this browser. It begins with the stored draft, else with `start`; every change is stored at
 * once, so that a reload loses nothing. `begin` discards it and begins anew.
 */
export function useDraft(project: string, prompt: string, start: Draft) {
  const [{ draft, found }, setState] = useState(() => {
    const kept = readDraft(project, prompt);
    if (kept === null) return { draft: start, found: false };
    const { edited, ...before } = kept;
    // A draft with only a message and test values is restored for the version that it began with, not for another.
    return edited || before.base === start.base ? { draft: before, found: edited } : { draft: start, found: false };
  });
  const [kept, setKept] = useState(true);

  function change(part: Partial<Draft>): void {
    const next = { ...draft, ...part };
    setState({ draft: next, found });
    setKept(keepDraft(project, prompt, { ...next, edited: next.base !== start.base || isEdited(next, start) }));
  }

  function begin(from: Draft): void {
    keepDraft(project, prompt, null);
    setState({ draft: from, found: false });
  }

  return {
    draft,
    /** The fields show unsaved work from before this visit. */
    found,
    /** False where this browser stores nothing. */
    kept,
    change,
    begin,
    discard: () => void keepDraft(project, prompt, null),
  };
}
