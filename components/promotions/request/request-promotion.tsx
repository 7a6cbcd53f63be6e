'use client';

import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type ReactElement, useId, useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { to as addressOf } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import { Tooltip } from '#components/ui/overlay/tooltip.tsx';
import { RequestForm, type RequestValues } from './request-form.tsx';

/**
 * The dialog that requests a promotion: version, environment, the verdict that the gate would give now, and a note.
 * `trigger` is the button that opens it; without one, "Request promotion". Leads to the promotion it opened.
 */
export function RequestPromotion({
  prompt,
  version,
  to,
  trigger,
  instead,
}: {
  prompt: string;
  version?: number;
  to?: string;
  trigger?: ReactElement;
  /** Stands here in place of the button, such as a link to the promotion that is open; an open dialog is not taken away. */
  instead?: ReactElement;
}) {
  const trpc = useTRPC();
  const router = useRouter();
  const { project, may } = useProject();
  const form = useId();
  const [open, setOpen] = useState(false);
  const [ready, setReady] = useState(false);
  // Given to the mutation, not to the call: once the lists are read anew the page may have put a link in this place.
  const create = useMutation(
    trpc.promotions.create.mutationOptions({
      meta: { errors: 'inline' },
      onSuccess: ({ id }) => {
        setOpen(false);
        router.push(addressOf.promotion(project.name, id));
      },
    }),
  );
  const refusal = may('promotion.request');
  if (instead && !open) return instead;
  const button = trigger ?? <Button icon="promotion">Request promotion</Button>;
  if (refusal !== null) {
    return (
      <Tooltip content={refusal}>
        <Button icon="promotion" aria-disabled="true">
          Request promotion
        </Button>
      </Tooltip>
    );
  }
  function send(values: RequestValues) {
    create.mutate({ project: project.name, prompt, ...values });
  }
  return (
    <Dialog
      title={`Request a promotion of ${prompt}`}
      description="Its gate runs at once; another person approves it."
      open={open}
      onOpenChange={(next) => {
        setOpen(next);
        create.reset();
      }}
      trigger={button}
      footer={
        <>
          <Button onClick={() => setOpen(false)}>Cancel</Button>
          <Button type="submit" form={form} variant="primary" disabled={!ready || create.isPending}>
            {create.isPending ? 'Requesting' : 'Request promotion'}
          </Button>
        </>
      }
    >
      {open && (
        <RequestForm
          id={form}
          prompt={prompt}
          version={version}
          to={to}
          error={create.error}
          onReady={setReady}
          onSend={send}
        />
      )}
    </Dialog>
  );
}
