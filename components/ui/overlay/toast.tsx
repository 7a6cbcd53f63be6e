'use client';

import { lazy, type ReactNode, Suspense, useSyncExternalStore } from 'react';
import { hasNotices, watchNotices } from './notify.ts';

const ToastViewport = lazy(() => import('./toast-viewport.tsx').then((module) => ({ default: module.ToastViewport })));

/** Mounted once in the shell, around the pages; `notify` shows its notices here. */
export function Toaster({ children }: { children?: ReactNode }) {
  const wanted = useSyncExternalStore(watchNotices, hasNotices, () => false);
  return (
    <>
      {children}
      {wanted && (
        <Suspense fallback={null}>
          <ToastViewport />
        </Suspense>
      )}
    </>
  );
}
