'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { type Outputs, useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/button.tsx';
import { Confirm } from '#components/ui/confirm.tsx';
import { NewLink } from './new-link.tsx';

export type Member = Outputs['projects']['members'][number];

/** A new one-time link for somebody who has not signed in yet, and the end of a membership. */
export function MemberActions({ member }: { member: Member }) {
  const trpc = useTRPC();
  const { project } = useProject();
  const [link, setLink] = useState<string | null>(null);
  const input = { project: project.name, personId: member.id };
  const renew = useMutation(
    trpc.projects.renewLink.mutationOptions({ onSuccess: ({ signInLink }) => setLink(signInLink) }),
  );
  const remove = useMutation(
    trpc.projects.removeMember.mutationOptions({ meta: { errors: 'inline', done: `${member.name} removed` } }),
  );
  return (
    <div className="flex justify-end gap-2">
      {!member.hasSignedIn && (
        <Button size="sm" disabled={renew.isPending} onClick={() => renew.mutate(input)}>
          New link<span className="sr-only"> for {member.name}</span>
        </Button>
      )}
      <Confirm
        tone="refuse"
        title={`Remove ${member.name} from ${project.name}?`}
        effects={[
          'The next page or request of theirs is refused.',
          'Their keys of this project stop within 2 seconds.',
          'What they did stays in the audit log under their name.',
        ]}
        undo="add them again; their keys stay ended"
        confirmLabel={`Remove ${member.name}`}
        onConfirm={() => remove.mutateAsync(input)}
        trigger={
          <Button size="sm" variant="refuse">
            Remove<span className="sr-only"> {member.name}</span>
          </Button>
        }
      />
      {link && <NewLink name={member.name} link={link} onClose={() => setLink(null)} />}
    </div>
  );
}
