'use client';

import { useMutation } from '@tanstack/react-query';
import { useProject } from '#components/shell/project-context.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Confirm } from '#components/ui/overlay/confirm.tsx';

/** Revokes a key for good, after a confirmation that names the consequences. */
export function RevokeKey({ id, name }: { id: string; name: string }) {
  const trpc = useTRPC();
  const { project } = useProject();
  const revoke = useMutation(
    trpc.projects.revokeKey.mutationOptions({ meta: { errors: 'inline', done: `Key ${name} revoked` } }),
  );
  return (
    <Confirm
      tone="refuse"
      title={`Revoke the key ${name}?`}
      effects={[
        'Every program that uses it is refused within 2 seconds.',
        'It cannot be restored; a new key has another text.',
      ]}
      confirmLabel={`Revoke ${name}`}
      onConfirm={() => revoke.mutateAsync({ project: project.name, id })}
      trigger={
        <Button size="sm" variant="refuse">
          Revoke<span className="sr-only"> {name}</span>
        </Button>
      }
    />
  );
}
