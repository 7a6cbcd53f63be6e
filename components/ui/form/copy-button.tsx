'use client';

import { useState } from 'react';
import { cn } from '#components/ui/cn.ts';
import { Button } from './button.tsx';

/** Copies `text`. The label changes for two seconds; the width does not. */
export function CopyButton({
  text,
  label = 'Copy',
  size = 'sm',
  className,
}: {
  text: string;
  label?: string;
  size?: 'sm' | 'md';
  className?: string;
}) {
  const [status, setStatus] = useState<'Copied' | 'Not allowed' | null>(null);
  async function copy() {
    // Browsers refuse the clipboard outside of https and without focus: the button then shows it.
    const done = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    );
    setStatus(done ? 'Copied' : 'Not allowed');
    setTimeout(() => setStatus(null), 2000);
  }
  return (
    <>
      <Button size={size} onClick={copy} className={cn('font-sans', className)}>
        <span className="grid *:col-start-1 *:row-start-1">
          <span className={cn(status && 'invisible')}>{label}</span>
          <span aria-hidden="true">{status ?? ''}</span>
        </span>
      </Button>
      {/* Beside the button, not in it: under a dialog only live regions stay readable, and the button would lose its name. */}
      <span aria-live="polite" className="sr-only">
        {status ?? ''}
      </span>
    </>
  );
}
