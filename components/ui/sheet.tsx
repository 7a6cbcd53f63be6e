'use client';

import { lazy, type ReactNode, Suspense } from 'react';
import { type Trigger, useOverlay } from './use-overlay.ts';

export type SheetProps = {
  title: ReactNode;
  side?: 'left' | 'right';
  trigger?: Trigger;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  children: ReactNode;
  /** The title is read out, not seen, and the padding is the content's own. */
  bare?: boolean;
  className?: string;
};

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
