'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Field } from '#components/ui/form/field.tsx';
import { Textarea } from '#components/ui/form/input.tsx';
import { Confirm } from '#components/ui/overlay/confirm.tsx';
import { Tooltip } from '#components/ui/overlay/tooltip.tsx';
import type { OfferedAction } from './offered-actions.ts';

/** One action: disabled with its reason, or behind a dialog that says what it will do and how to undo it. */
export function ActionButton({
  offered,
  id,
  revision,
  size = 'md',
}: {
  offered: OfferedAction;
  id: string;
  revision: number;
  size?: 'md' | 'sm';
}) {
  const { label, object, icon, variant, refusal } = offered;
  const words = (
    <span>
      {label}
      {object && <span className="phone:sr-only"> {object}</span>}
    </span>
  );
  if (refusal !== null) {
    return (
      <Tooltip content={refusal}>
        <Button icon={icon} variant={variant} size={size} aria-disabled="true">
          {words}
        </Button>
      </Tooltip>
    );
  }
  return (
    <ConfirmedAction
      offered={offered}
      id={id}
      revision={revision}
      trigger={
        <Button icon={icon} variant={variant} size={size}>
          {words}
        </Button>
      }
    />
  );
}

function ConfirmedAction({
  offered,
  id,
  revision,
  trigger,
}: {
  offered: OfferedAction;
  id: string;
  revision: number;
  trigger: React.ReactElement;
}) {
  const { project } = useProject();
  const mutation = useAction(offered);
  const [reason, setReason] = useState('');
  // The action applies to the revision that was on screen when the dialog opened, even if the page shows a newer one.
  const [seen, setSeen] = useState(revision);
  const missing = offered.reason === 'required' && reason.trim() === '';
  return (
    <Confirm
      {...offered.confirm}
      trigger={trigger}
      onOpenChange={(open) => {
        if (!open) return;
        setSeen(revision);
        setReason('');
      }}
      blockedBecause={missing ? 'A reason is needed.' : undefined}
      onConfirm={() =>
        mutation.mutateAsync({
          project: project.name,
          id,
          revision: seen,
          reason: reason.trim(),
          override: offered.action === 'override',
        })
      }
    >
      {offered.reason !== 'none' && (
        <Field
          label={offered.reason === 'required' ? 'Reason' : 'Reason, optional'}
          hint={offered.reason === 'required' ? 'Why may this pass without the gate?' : undefined}
        >
          <Textarea rows={3} maxLength={2000} value={reason} onChange={(event) => setReason(event.target.value)} />
        </Field>
      )}
    </Confirm>
  );
}

function useAction({ action, done }: OfferedAction) {
  const trpc = useTRPC();
  const mutations = {
    approve: trpc.promotions.approve,
    override: trpc.promotions.approve,
    reject: trpc.promotions.reject,
    cancel: trpc.promotions.cancel,
    recheck: trpc.promotions.recheck,
    rollback: trpc.promotions.rollback,
  };
  return useMutation(mutations[action].mutationOptions({ meta: { done, errors: 'inline' } }));
}
