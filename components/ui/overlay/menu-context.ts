import type { Menu } from '@base-ui/react/menu';
import { createContext } from 'react';

/** The parts of the list, known once its chunk is there: the items of a menu are written before it is. */
export const MenuParts = createContext<typeof Menu | null>(null);
