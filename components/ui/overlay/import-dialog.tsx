'use client';

import { type ComponentProps, type ReactElement, type ReactNode, useState } from 'react';
import { Button } from '../form/button.tsx';
import { Dialog } from './dialog.tsx';

/**
 * A dialog that sends a file and then shows what became of it. `children` is the form, `result` takes its place once `send`
 * has data. `onOpen` empties the form, and `send` is reset with it.
 */
export function ImportDialog<Result>({
  title,
  description,
  trigger,
  send,
  isReady,
  onOpen,
  onImport,
  result,
  children,
}: {
  title: string;
  description: string;
  trigger: ReactElement<ComponentProps<typeof Button>>;
  send: { data: Result | undefined; isPending: boolean; reset: () => void };
  /** Whether there is something to import. */
  isReady: boolean;
  onOpen: () => void;
  onImport: () => void;
  result: (data: Result) => ReactNode;
  children: ReactNode;
}) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog
      title={title}
      description={description}
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        if (!next) return;
        onOpen();
        send.reset();
      }}
      trigger={trigger}
      footer={
        send.data ? (
          <Button variant="primary" onClick={() => setOpen(false)}>
            Done
          </Button>
        ) : (
          <>
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button variant="primary" disabled={!isReady || send.isPending} onClick={onImport}>
              {send.isPending ? 'Importing' : 'Import'}
            </Button>
          </>
        )
      }
    >
      {send.data ? result(send.data) : <div className="grid gap-3">{children}</div>}
    </Dialog>
  );
}
