import type { ReactNode } from 'react';

export type Notice = { title: ReactNode; description?: ReactNode; tone: 'done' | 'error'; undo?: () => void };

/** Notices that wait for the viewport, which is loaded with the first of them. */
const waiting: Notice[] = [];
const watchers = new Set<() => void>();
let show: ((notice: Notice) => void) | null = null;
let shown = false;

/**
 * Shows a notice for six seconds; an error stays until it is closed. `undo` offers to undo the action, on the notice
 * and with the key `u`, while it is shown.
 */
export function notify(
  title: ReactNode,
  { description, tone = 'done', undo }: { description?: ReactNode; tone?: 'done' | 'error'; undo?: () => void } = {},
): void {
  const notice: Notice = { title, description, tone, undo };
  if (show) show(notice);
  else waiting.push(notice);
  shown = true;
  for (const wake of watchers) wake();
}

/** Registers the viewport as the listener: it receives the waiting notices, then each new one. */
export function listenToNotices(listener: (notice: Notice) => void): () => void {
  show = listener;
  for (const notice of waiting.splice(0)) listener(notice);
  return () => {
    if (show === listener) show = null;
  };
}

export function watchNotices(wake: () => void): () => void {
  watchers.add(wake);
  return () => watchers.delete(wake);
}

export function hasNotices(): boolean {
  return shown;
}
