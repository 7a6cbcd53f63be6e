import type { Menu } from '@base-ui/react/menu';
import { createContext } from 'react';

/** The components of the list; null until their chunk is loaded, because the items of a menu are rendered before. */
export const MenuParts = createContext<typeof Menu | null>(null);
