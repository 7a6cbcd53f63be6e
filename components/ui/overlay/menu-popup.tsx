'use client';

import { Menu as Base } from '@base-ui/react/menu';
import type { ReactNode } from 'react';
import { MenuParts } from './menu-context.ts';
import type { Trigger } from './use-overlay.ts';

/** The content of a Menu, loaded when it is first opened; it starts open. */
export function MenuPopup({
  trigger,
  align,
  children,
}: {
  trigger: Trigger;
  align: 'start' | 'end';
  children: ReactNode;
}) {
  return (
    <Base.Root defaultOpen>
      <Base.Trigger render={trigger} />
      {/* It hangs below the body: a landmark of its own while it is open. */}
      <Base.Portal role="region" aria-label="Menu">
        <Base.Positioner sideOffset={4} align={align} className="z-50 outline-none">
          <Base.Popup
            data-slot="menu"
            className="max-h-(--available-height) min-w-40 overflow-y-auto rounded-lg border border-border-strong bg-popover p-1 text-popover-foreground shadow-overlay outline-none transition-opacity duration-(--fast) data-ending-style:opacity-0 data-starting-style:opacity-0"
          >
            <MenuParts value={Base}>{children}</MenuParts>
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
