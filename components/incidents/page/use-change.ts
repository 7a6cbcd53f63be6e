'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { type Inputs, useTRPC } from '#components/shell/trpc.ts';
import type { Incident } from '../incident-words.ts';

export type Change = Inputs['incidents']['change']['change'];

/** A change of an incident in a window of its own: whether it is open, and `send`, after which it closes. */
export function useChange({ number }: Incident, done: string) {
  const [open, setOpen] = useState(false);
  const trpc = useTRPC();
  const { project, may } = useProject();
  const change = useMutation(
    trpc.incidents.change.mutationOptions({
      meta: { errors: 'inline', done },
      onSuccess: () => setOpen(false),
    }),
  );
  return {
    allowed: may('incident.write') === null,
    open,
    onOpenChange: (next: boolean) => {
      setOpen(next);
      change.reset();
    },
    error: change.error,
    pending: change.isPending,
    send: (what: Change) => change.mutate({ project: project.name, number, change: what }),
  };
}
