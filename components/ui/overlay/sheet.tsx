'use client';

import { lazy, Suspense } from 'react';
import type { SheetProps } from './sheet-window.tsx';
import { useOverlay } from './use-overlay.ts';

const load = () => import('./sheet-window.tsx');
const SheetWindow = lazy(() => load().then((module) => ({ default: module.SheetWindow })));

/** A panel from the side: navigation on phones (left), the details of a row (right). */
export function Sheet(props: SheetProps) {
  const { open, setOpen, mounted, button } = useOverlay({ ...props, load });
  return (
    <>
      {button}
      {mounted && (
        <Suspense fallback={null}>
          <SheetWindow {...props} open={open} onOpenChange={setOpen} />
        </Suspense>
      )}
    </>
  );
}
