import { type ClassValue, clsx } from 'clsx';
import { extendTailwindMerge } from 'tailwind-merge';

/**
 * Our text sizes are named by their pixels; without this, tailwind-merge takes `text-12` and `text-link` for colours.
 */
const merge = extendTailwindMerge({
  extend: {
    classGroups: {
      'font-size': [{ text: ['11', '12', '13', '14', '16', '20', '24'] }],
      'font-weight': [{ font: ['medium', 'strong', 'semibold'] }],
      shadow: [{ shadow: ['overlay', 'bar'] }],
      'text-decoration': ['text-link'],
    },
  },
});

/** Joins class names; of two that set the same property the later one stays. */
export function cn(...classes: ClassValue[]): string {
  return merge(clsx(classes));
}
