'use client';

import { cloneElement, lazy, type ReactElement, Suspense, use } from 'react';
import { CloseDialog } from './dialog-context.ts';
import type { DialogProps } from './dialog-window.tsx';
import { type TriggerProps, useOverlay } from './use-overlay.ts';

const load = () => import('./dialog-window.tsx');
const DialogWindow = lazy(() => load().then((module) => ({ default: module.DialogWindow })));

/** A window over the page. Controlled with `open`, or opened by its `trigger`. Escape and × close it. */
export function Dialog(props: DialogProps) {
  const { open, setOpen, mounted, button } = useOverlay({ ...props, load });
  return (
    <>
      {button}
      {mounted && (
        <Suspense fallback={null}>
          <DialogWindow {...props} open={open} onOpenChange={setOpen} />
        </Suspense>
      )}
    </>
  );
}

/** A button inside a Dialog or Sheet that closes it: `<DialogClose><Button>Cancel</Button></DialogClose>`. */
export function DialogClose({ children }: { children: ReactElement }) {
  const close = use(CloseDialog);
  const button = children as ReactElement<TriggerProps>;
  return cloneElement(button, {
    onClick: (event: never) => {
      button.props.onClick?.(event);
      close();
    },
  });
}
