'use client';

import { lazy, Suspense } from 'react';
import type { ConfirmProps } from './confirm-window.tsx';
import { useOverlay } from './use-overlay.ts';

const load = () => import('./confirm-window.tsx');
const ConfirmWindow = lazy(() => load().then((module) => ({ default: module.ConfirmWindow })));

/**
 * The confirmation of a dangerous action: what it will do, to how much traffic, how to undo it, and two buttons with
 * verbs.
 */
export function Confirm(props: ConfirmProps) {
  const { open, setOpen, mounted, button } = useOverlay({ ...props, load });
  return (
    <>
      {button}
      {mounted && (
        <Suspense fallback={null}>
          <ConfirmWindow {...props} open={open} onOpenChange={setOpen} />
        </Suspense>
      )}
    </>
  );
}
