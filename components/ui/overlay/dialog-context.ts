import { createContext } from 'react';

/** Closes the dialog around the component. */
export const CloseDialog = createContext<() => void>(() => undefined);

export const BACKDROP =
  'fixed inset-0 z-40 bg-[oklch(0_0_0/0.45)] transition-opacity duration-(--base) data-ending-style:opacity-0 data-starting-style:opacity-0';
