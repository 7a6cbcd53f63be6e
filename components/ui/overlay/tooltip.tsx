import { cloneElement, type ReactElement } from 'react';

/**
 * Words beside something that can be focused: the browser's own, because a drawn one costs 34 kB on each page that has
 * it. Never the only place where a fact stands.
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
