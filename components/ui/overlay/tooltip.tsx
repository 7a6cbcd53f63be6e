import { cloneElement, type ReactElement } from 'react';

/**
 * A short text on something that can be focused: the browser's own tooltip, because a drawn one costs 34 kB on each
 * page that has it. A fact must never be in a tooltip only.
 */
export function Tooltip({
  content,
  children,
}: {
  content: string;
  children: ReactElement<{ title?: string; 'aria-description'?: string }>;
}) {
  return cloneElement(children, { title: content, 'aria-description': content });
}
