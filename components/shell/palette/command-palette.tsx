'use client';

import { Autocomplete } from '@base-ui/react/autocomplete';
import { Dialog } from '@base-ui/react/dialog';
import { useRouter } from 'next/navigation';
import { useDeferredValue, useState } from 'react';
import { Icon } from '#components/ui/icons/icon.tsx';
import { Kbd } from '#components/ui/kbd.tsx';
import { BACKDROP } from '#components/ui/overlay/dialog-context.ts';
import type { Finding } from './findings.ts';
import { PaletteList } from './palette-list.tsx';
import { useFindings } from './use-findings.ts';

/**
 * The command palette: a combobox over pages, prompts, promotions, datasets and actions. Arrows choose, Enter opens.
 */
export function CommandPalette({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const router = useRouter();
  const { findings, searching } = useFindings(useDeferredValue(text));
  const groups = [...new Set(findings.map((finding) => finding.group))].map((group) => ({
    group,
    items: findings.filter((finding) => finding.group === group),
  }));

  function go(finding: Finding) {
    onClose();
    if ('run' in finding) finding.run();
    else router.push(finding.href);
  }

  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className={BACKDROP} />
        <Dialog.Popup className="fixed top-[max(12px,12vh)] left-1/2 z-50 flex max-h-[70dvh] w-[calc(100vw-24px)] max-w-[560px] -translate-x-1/2 flex-col overflow-hidden rounded-[8px] border border-border-strong bg-popover text-popover-foreground shadow-overlay">
          <Dialog.Title className="sr-only">Find anything</Dialog.Title>
          {/* Inline and open: the dialog is the popup. Findings come matched, so that nothing is filtered here. */}
          <Autocomplete.Root
            inline
            open
            mode="none"
            items={groups}
            autoHighlight="always"
            keepHighlight
            highlightItemOnHover={false}
            value={text}
            onValueChange={(value, { reason }) => reason === 'input-change' && setText(value)}
            itemToStringValue={(finding: Finding) => finding.label}
          >
            <div className="flex items-center gap-2.5 border-b px-4">
              <Icon name="search" />
              <Autocomplete.Input
                aria-label="Find prompts, promotions, datasets, pages and actions"
                spellCheck={false}
                className="h-11 min-w-0 flex-1 bg-transparent text-14 outline-none phone:text-16"
              />
              <Kbd>Esc</Kbd>
            </div>
            <PaletteList onChoose={go} />
            <Autocomplete.Empty className="text-muted-foreground *:px-4 *:py-6">
              <p>{searching ? 'Searching' : 'Nothing has this name.'}</p>
            </Autocomplete.Empty>
          </Autocomplete.Root>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
