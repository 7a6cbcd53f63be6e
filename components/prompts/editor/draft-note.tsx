'use client';

import { Button } from '#components/ui/form/button.tsx';

/** Notes on the draft: it is from an earlier visit, began with another version, or is not stored by the browser. */
export function DraftNote({
  found,
  kept,
  base,
  start,
  latest,
  onBegin,
}: {
  found: boolean;
  kept: boolean;
  base: number | null;
  start: number | null;
  latest: number | null;
  onBegin: () => void;
}) {
  const notes = [
    found ? 'Your unsaved work is back.' : '',
    base !== null && latest !== null && latest > base ? `The newest version is ${latest}.` : '',
    kept ? '' : 'This browser stores nothing: a reload loses unsaved work.',
  ].filter(Boolean);
  if (notes.length === 0) return null;
  return (
    <div role="status" className="flex flex-wrap items-center gap-2 border-b bg-muted px-3 py-1.5 text-12">
      <span className="min-w-0 flex-1">{notes.join(' ')}</span>
      {found && (
        <Button size="sm" onClick={onBegin}>
          {start === null ? 'Discard it' : `Discard it, begin with version ${start}`}
        </Button>
      )}
    </div>
  );
}
