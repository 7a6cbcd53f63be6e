'use client';

import { Dialog } from '@base-ui/react/dialog';
import { useRouter } from 'next/navigation';
import { type KeyboardEvent, useDeferredValue, useEffect, useId, useState } from 'react';
import { Icon } from '#components/ui/icons/icon.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { BACKDROP } from '#components/ui/overlay/dialog-context.ts';
import type { Finding } from './findings.ts';
import { PaletteList } from './palette-list.tsx';
import { useFindings } from './use-findings.ts';

/** Finds anything: a combobox over pages, prompts, promotions, datasets and actions. Arrows choose, Enter goes. */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const router = useRouter();
  const listId = useId();
  const { findings, searching } = useFindings(useDeferredValue(text));
  const chosen = findings[Math.min(at, findings.length - 1)];
  const optionId = (finding: Finding) => `${listId}-${finding.key.replaceAll(/\W+/g, '-')}`;
  const activeId = chosen && optionId(chosen);

  useEffect(() => {
    if (activeId) document.getElementById(activeId)?.scrollIntoView({ block: 'nearest' });
  }, [activeId]);

  function go(finding: Finding) {
    onClose();
    if ('run' in finding) finding.run();
    else router.push(finding.href);
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && findings.length > 0) {
      event.preventDefault();
      setAt((now) => (Math.min(now, findings.length - 1) + step + findings.length) % findings.length);
    }
    if (event.key === 'Enter' && chosen) {
      event.preventDefault();
      go(chosen);
    }
  }

  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={BACKDROP} />
        <Dialog.Popup className="fixed top-[max(12px,12vh)] left-1/2 z-50 flex max-h-[70dvh] w-[calc(100vw-24px)] max-w-[560px] -translate-x-1/2 flex-col overflow-hidden rounded-[8px] border border-border-strong bg-popover text-popover-foreground shadow-overlay">
          <Dialog.Title className="sr-only">Find anything</Dialog.Title>
          <div className="flex items-center gap-2.5 border-b px-4">
            <Icon name="search" />
            <input
              type="text"
              role="combobox"
              aria-label="Find prompts, promotions, datasets, pages and actions"
              aria-expanded={findings.length > 0}
              aria-controls={listId}
              aria-activedescendant={activeId}
              aria-autocomplete="list"
              autoComplete="off"
              spellCheck={false}
              value={text}
              onChange={(event) => {
                setText(event.target.value);
                setAt(0);
              }}
              onKeyDown={onKeyDown}
              className="h-11 min-w-0 flex-1 bg-transparent text-14 outline-none phone:text-16"
            />
            <Kbd>Esc</Kbd>
          </div>
          <PaletteList id={listId} findings={findings} chosen={chosen} optionId={optionId} onChoose={go} />
          {findings.length === 0 && (
            <p role="status" className="px-4 py-6 text-muted-foreground">
              {searching ? 'Searching' : 'Nothing has this name.'}
            </p>
          )}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
