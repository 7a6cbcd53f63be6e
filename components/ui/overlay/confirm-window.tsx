'use client';

import { AlertDialog as Base } from '@base-ui/react/alert-dialog';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { Button } from '#components/ui/form/button.tsx';
import { Field, FieldError } from '#components/ui/form/field.tsx';
import { Input } from '#components/ui/form/input.tsx';
import { Icon } from '#components/ui/icons/icon.tsx';
import { BACKDROP } from './dialog-context.ts';
import type { Trigger } from './use-overlay.ts';

export type ConfirmProps = {
  /** The action as a question: "Roll back search/answer to 13?" */
  title: ReactNode;
  /** What it will do, to how much traffic; one fact per line. */
  effects: ReactNode[];
  /** How to undo it, the last line: "start a new rollout, which draws new people". */
  undo?: ReactNode;
  confirmLabel: string;
  cancelLabel?: string;
  /** Solid red only when it changes production now. */
  tone?: 'danger' | 'refuse' | 'primary';
  /** Only for what cannot be undone: the reader types this word. */
  typed?: string;
  /** Further controls, such as a reason. */
  children?: ReactNode;
  /** Resolves when done; the dialog then closes. Of a rejection the dialog shows the message and stays open. */
  onConfirm: () => Promise<unknown> | undefined;
  /** Disables the button and gives the reason, while `children` are incomplete. */
  blockedBecause?: string;
  trigger?: Trigger;
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
};

type Props = Omit<ConfirmProps, 'trigger' | 'open' | 'onOpenChange'> & {
  open: boolean;
  onOpenChange: (open: boolean) => void;
};

/** The content of a Confirm, loaded when it is first needed. */
export function ConfirmWindow({ open, onOpenChange, ...rest }: Props) {
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Base.Portal>
        <Base.Backdrop className={BACKDROP} />
        <Base.Popup
          data-slot="confirm"
          className="fixed top-[max(16px,18vh)] left-1/2 z-50 max-h-[80dvh] w-[calc(100vw-24px)] max-w-[460px] -translate-x-1/2 overflow-y-auto rounded-[8px] border border-border-strong bg-popover text-popover-foreground shadow-overlay transition-opacity duration-(--base) data-ending-style:opacity-0 data-starting-style:opacity-0"
        >
          <ConfirmBody {...rest} close={() => onOpenChange(false)} />
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}

function ConfirmBody({
  title,
  effects,
  undo,
  confirmLabel,
  cancelLabel = 'Cancel',
  tone = 'danger',
  typed,
  children,
  onConfirm,
  blockedBecause,
  close,
}: Omit<Props, 'open' | 'onOpenChange'> & { close: () => void }) {
  const [pending, setPending] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [word, setWord] = useState('');
  const lines = undo ? [...effects, <span key="undo">To undo: {undo}</span>] : effects;

  async function confirm() {
    setPending(true);
    setError(null);
    try {
      await onConfirm();
      close();
    } catch (problem) {
      setError(problem instanceof Error ? problem.message : String(problem));
    } finally {
      setPending(false);
    }
  }

  return (
    <>
      <Base.Title className="px-4 pt-3.5 text-16 font-semibold">{title}</Base.Title>
      <Base.Description render={<div />} className="px-4 pt-1.5 pb-3">
        <ul>
          {lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the lines keep their order
            <li key={index} className="flex items-start gap-2 py-[3px]">
              <Icon name="arrow-right" size={14} className="mt-[3px] text-muted-foreground" />
              <span className="min-w-0">{line}</span>
            </li>
          ))}
        </ul>
      </Base.Description>
      {(children || typed || error) && (
        <div className="grid gap-3 px-4 pb-3">
          {children}
          {typed && (
            <Field label={`Type ${typed} to confirm`}>
              <Input value={word} onChange={(event) => setWord(event.target.value)} autoComplete="off" />
            </Field>
          )}
          {error && <FieldError>{error}</FieldError>}
        </div>
      )}
      <div className="flex flex-wrap items-center justify-end gap-2 border-t px-4 py-2.5 phone:*:flex-1">
        {blockedBecause && <span className="mr-auto min-w-0 text-12 text-muted-foreground">{blockedBecause}</span>}
        <Base.Close render={<Button>{cancelLabel}</Button>} />
        <Button
          variant={tone}
          disabled={pending || Boolean(blockedBecause) || (typed !== undefined && word !== typed)}
          onClick={confirm}
        >
          {confirmLabel}
        </Button>
      </div>
    </>
  );
}
