'use client';

import { Dialog as Base } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';
import { Icon } from '#components/ui/icons/icon.tsx';
import { BACKDROP, CloseDialog } from './dialog-context.ts';
import type { Trigger } from './use-overlay.ts';

export type SheetProps = {
  title: ReactNode;
  side?: 'left' | 'right';
  trigger?: Trigger;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  children: ReactNode;
  /** The title is for screen readers only, and the content has its own padding. */
  bare?: boolean;
  className?: string;
};

type Props = Omit<SheetProps, 'trigger' | 'open' | 'onOpenChange'> & {
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** The content of a Sheet, loaded when it is first needed. */
export function SheetWindow({ title, side = 'right', open, onOpenChange, children, bare = false, className }: Props) {
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Base.Portal>
        <Base.Backdrop className={BACKDROP} />
        <Base.Popup
          data-slot="sheet"
          className={cn(
            'fixed inset-y-0 z-50 flex flex-col bg-popover text-popover-foreground shadow-overlay transition-transform duration-(--slow) ease-look',
            side === 'left'
              ? 'left-0 w-[70%] max-w-80 data-ending-style:-translate-x-full data-starting-style:-translate-x-full'
              : 'right-0 w-[min(100vw,640px)] data-ending-style:translate-x-full data-starting-style:translate-x-full',
            className,
          )}
        >
          <CloseDialog value={() => onOpenChange(false)}>
            <div className={cn('flex items-center gap-3 border-b px-4 py-2', bare && 'sr-only')}>
              <Base.Title className="min-w-0 flex-1 text-16 font-semibold">{title}</Base.Title>
              <Base.Close
                aria-label="Close"
                className="grid size-8 flex-none cursor-pointer place-items-center rounded-md hover:bg-accent phone:size-10"
              >
                <Icon name="close" />
              </Base.Close>
            </div>
            <div className={cn('min-h-0 flex-1 overflow-y-auto', !bare && 'p-4')}>{children}</div>
          </CloseDialog>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
