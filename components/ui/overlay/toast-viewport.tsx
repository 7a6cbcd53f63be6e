'use client';

import { Toast } from '@base-ui/react/toast';
import { useEffect } from 'react';
import { buttonStyles } from '#components/ui/form/button-styles.ts';
import { Icon } from '#components/ui/icons/icon.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { listenToNotices, type Notice } from './notify.ts';

const toastManager = Toast.createToastManager();

/** The place of notices; loaded with the first of them. */
export function ToastViewport() {
  useEffect(() => listenToNotices(show), []);
  return (
    <Toast.Provider toastManager={toastManager} limit={3}>
      <Toast.Portal>
        <Toast.Viewport className="fixed right-4 bottom-4 z-60 flex w-max max-w-[calc(100vw-24px)] flex-col items-end gap-2 phone:right-3 phone:bottom-32">
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function show({ title, description, tone, undo }: Notice) {
  toastManager.add({
    title,
    description,
    type: tone,
    // An error stays until it is closed.
    timeout: tone === 'error' ? 0 : 6000,
    priority: tone === 'error' ? 'high' : 'low',
    ...(undo ? { actionProps: { children: 'Undo', onClick: undo } } : {}),
  });
}

function ToastList() {
  const { toasts, close } = Toast.useToastManager();
  const undoable = toasts.find((toast) => toast.actionProps?.onClick);

  useEffect(() => {
    if (!undoable) return;
    function onKey(event: KeyboardEvent) {
      const typing =
        event.target instanceof Element && event.target.closest('input, textarea, select, [contenteditable]');
      if (event.key !== 'u' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      const id = undoable?.id;
      // The key clicks the button itself, so that key and click take one path.
      const button = id && document.querySelector<HTMLButtonElement>(`[data-toast="${id}"] [data-undo]`);
      if (button) button.click();
    }
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [undoable]);

  return toasts.map((toast) => (
    <Toast.Root
      key={toast.id}
      toast={toast}
      data-toast={toast.id}
      className="flex items-center gap-2.5 rounded-lg border border-border-strong bg-popover py-1.5 pr-1.5 pl-3 text-popover-foreground shadow-overlay transition-opacity duration-(--base) data-ending-style:opacity-0 data-limited:hidden data-starting-style:opacity-0"
    >
      <Icon
        name={toast.type === 'error' ? 'fail' : 'pass'}
        className={toast.type === 'error' ? 'text-fail' : undefined}
      />
      <Toast.Content className="min-w-0 py-1">
        <Toast.Title render={<div />} />
        <Toast.Description render={<div />} className="max-w-96 text-12 text-muted-foreground" />
      </Toast.Content>
      {toast.actionProps && (
        <Toast.Action data-undo className={buttonStyles({ size: 'sm' })} onClick={() => close(toast.id)}>
          {toast.actionProps.children} <Kbd>u</Kbd>
        </Toast.Action>
      )}
      <Toast.Close aria-label="Close notice" className={buttonStyles({ variant: 'ghost', size: 'icon-sm' })}>
        <Icon name="close" size={14} />
      </Toast.Close>
    </Toast.Root>
  ));
}
