'use client';

import { lazy, type ReactNode, Suspense } from 'react';
import { type Trigger, useOverlay } from './use-overlay.ts';

export type ConfirmProps = {
  /** The act as a question: "Roll back search/answer to 13?" */
  title: ReactNode;
  /** What it will do, to how much traffic; one fact a line. */
  effects: ReactNode[];
  /** How to undo it, the last line: "start a new rollout, which draws new people". */
  undo?: ReactNode;
  confirmLabel: string;
  cancelLabel?: string;
  /** Solid red only when it changes production now. */
  tone?: 'danger' | 'refuse' | 'primary';
  /** Only for what cannot be undone: the reader types this word. */
  typed?: string;
  /** Further controls, such as a reason. */
  children?: ReactNode;
  /** Resolves when done; the dialog then closes. A rejection stays on screen in its own words. */
  onConfirm: () => Promise<unknown> | undefined;
  /** Off, with the reason, while `children` are incomplete. */
  blockedBecause?: string;
  trigger?: Trigger;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
};

const load = () => import('./confirm-window.tsx');
const ConfirmWindow = lazy(() => load().then((module) => ({ default: module.ConfirmWindow })));

/** The dangerous dialog: what it will do, to how much, how to undo it, and two buttons with verbs. */
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
