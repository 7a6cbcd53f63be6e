'use client';

import { cloneElement, type ReactElement, useState } from 'react';

/** An element that accepts the props of a button. */
export type Trigger = ReactElement;

/** The props that an overlay passes to its trigger. */
export type TriggerProps = {
  onClick?: (event: never) => void;
  onPointerEnter?: (event: never) => void;
  onFocus?: (event: never) => void;
  'aria-haspopup'?: 'dialog' | 'menu';
  'aria-expanded'?: boolean;
};

/**
 * An overlay whose window is a chunk of its own: loaded when the pointer or the focus comes near its trigger, mounted
 * when first opened, and kept mounted so that its closing is animated too.
 */
export function useOverlay({
  trigger,
  open: openOutside,
  onOpenChange,
  load,
}: {
  trigger?: Trigger;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  load: () => Promise<unknown>;
}) {
  const [openHere, setOpenHere] = useState(false);
  const open = openOutside ?? openHere;
  const [mounted, setMounted] = useState(open);
  if (open && !mounted) setMounted(true);

  function setOpen(next: boolean) {
    setOpenHere(next);
    onOpenChange?.(next);
  }

  const button = trigger && bindTrigger(trigger, 'dialog', open, load, () => setOpen(true));
  return { open, setOpen, mounted, button };
}

/** The trigger with the props that open the overlay and load its chunk. */
export function bindTrigger(
  trigger: Trigger,
  popup: 'dialog' | 'menu',
  expanded: boolean,
  load: () => Promise<unknown>,
  openIt: () => void,
): Trigger {
  const button = trigger as ReactElement<TriggerProps>;
  const own = button.props;
  return cloneElement(button, {
    'aria-haspopup': popup,
    'aria-expanded': expanded,
    onPointerEnter: (event: never) => {
      own.onPointerEnter?.(event);
      void load();
    },
    onFocus: (event: never) => {
      own.onFocus?.(event);
      void load();
    },
    onClick: (event: never) => {
      own.onClick?.(event);
      openIt();
    },
  });
}
