'use client';

import { Dialog as Base } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';
import { Icon } from '#components/ui/icons/icon.tsx';
import { BACKDROP, CloseDialog } from './dialog-context.ts';
import type { Trigger } from './use-overlay.ts';

export type DialogProps = {
  title: ReactNode;
  /** One sentence under the title. */
  description?: ReactNode;
  children?: ReactNode;
  /** Buttons: cancel first, the action last. */
  footer?: ReactNode;
  trigger?: Trigger;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  width?: 'sm' | 'md' | 'lg';
};

const POPUP =
  'fixed top-[max(16px,12vh)] left-1/2 z-50 flex max-h-[calc(100dvh-32px-12vh)] w-[calc(100vw-24px)] -translate-x-1/2 flex-col rounded-[8px] border border-border-strong bg-popover text-popover-foreground shadow-overlay transition-opacity duration-(--base) data-ending-style:opacity-0 data-starting-style:opacity-0';

const WIDTHS = { sm: 'max-w-[460px]', md: 'max-w-[640px]', lg: 'max-w-[960px]' } as const;

type Props = Omit<DialogProps, 'trigger' | 'open' | 'onOpenChange'> & {
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** The content of a Dialog, loaded when it is first needed. */
export function DialogWindow({ title, description, children, footer, open, onOpenChange, width = 'md' }: Props) {
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Base.Portal>
        <Base.Backdrop className={BACKDROP} />
        <Base.Popup data-slot="dialog" className={cn(POPUP, WIDTHS[width])}>
          <CloseDialog value={() => onOpenChange(false)}>
            <div className="flex items-start gap-3 px-4 pt-3.5 pb-1.5">
              <div className="min-w-0 flex-1">
                <Base.Title className="text-16 font-semibold">{title}</Base.Title>
                {description && <Base.Description className="text-muted-foreground">{description}</Base.Description>}
              </div>
              <Base.Close
                aria-label="Close"
                className="-mt-0.5 -mr-1.5 grid size-7 flex-none cursor-pointer place-items-center rounded-md hover:bg-accent phone:size-10"
              >
                <Icon name="close" />
              </Base.Close>
            </div>
            {children && <div className="min-h-0 overflow-y-auto px-4 pt-1 pb-3">{children}</div>}
            {footer && (
              <div className="flex flex-wrap justify-end gap-2 border-t px-4 py-2.5 phone:*:flex-1">{footer}</div>
            )}
          </CloseDialog>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
