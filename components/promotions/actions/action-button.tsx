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
import type { Decision } from './offered-actions.ts';

/** One decision: off with its reason, or behind a dialog that says what it will do and how to undo it. */
export function DecisionButton({
  decision,
  id,
  revision,
  size = 'md',
}: {
  decision: Decision;
  id: string;
  revision: number;
  size?: 'md' | 'sm';
}) {
  const { label, object, icon, variant, refusal } = decision;
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
    <ConfirmedDecision
      decision={decision}
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

function ConfirmedDecision({
  decision,
  id,
  revision,
  trigger,
}: {
  decision: Decision;
  id: string;
  revision: number;
  trigger: React.ReactElement;
}) {
  const { project } = useProject();
  const act = useAct(decision);
  const [reason, setReason] = useState('');
  // What was on screen when the dialog opened is what is decided on, even if the page moves on behind it.
  const [seen, setSeen] = useState(revision);
  const missing = decision.reason === 'required' && reason.trim() === '';
  return (
    <Confirm
      {...decision.confirm}
      trigger={trigger}
      onOpenChange={(open) => {
        if (!open) return;
        setSeen(revision);
        setReason('');
      }}
      blockedBecause={missing ? 'A reason is needed.' : undefined}
      onConfirm={() =>
        act.mutateAsync({
          project: project.name,
          id,
          revision: seen,
          reason: reason.trim(),
          override: decision.action === 'override',
        })
      }
    >
      {decision.reason !== 'none' && (
        <Field
          label={decision.reason === 'required' ? 'Reason' : 'Reason, optional'}
          hint={decision.reason === 'required' ? 'Why may this pass without the gate?' : undefined}
        >
          <Textarea rows={3} maxLength={2000} value={reason} onChange={(event) => setReason(event.target.value)} />
        </Field>
      )}
    </Confirm>
  );
}

function useAct({ action, done }: Decision) {
  const trpc = useTRPC();
  const acts = {
    approve: trpc.promotions.approve,
    override: trpc.promotions.approve,
    reject: trpc.promotions.reject,
    cancel: trpc.promotions.cancel,
    recheck: trpc.promotions.recheck,
    rollback: trpc.promotions.rollback,
  };
  return useMutation(acts[action].mutationOptions({ meta: { done, errors: 'inline' } }));
}
