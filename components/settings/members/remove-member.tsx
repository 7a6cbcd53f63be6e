'use client';

import { useMutation } from '@tanstack/react-query';
import { useProject } from '#components/shell/project-context.tsx';
import { type Outputs, useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/button.tsx';
import { Confirm } from '#components/ui/confirm.tsx';

export type Member = Outputs['projects']['members'][number];

/** The end of a membership, asked for twice. */
export function RemoveMember({ member }: { member: Member }) {
  const trpc = useTRPC();
  const { project } = useProject();
  const remove = useMutation(
    trpc.projects.removeMember.mutationOptions({ meta: { errors: 'inline', done: `${member.name} removed` } }),
  );
  return (
    <div className="flex justify-end gap-2">
      <Confirm
        tone="refuse"
        title={`Remove ${member.name} from ${project.name}?`}
        effects={[
          'The next page or request of theirs is refused.',
          'Their keys of this project, and those that they made for services, stop within 2 seconds, for good. Make new ones first.',
          'What they did stays in the audit log under their name.',
        ]}
        undo="invite them again; their keys stay ended"
        confirmLabel={`Remove ${member.name}`}
        onConfirm={() => remove.mutateAsync({ project: project.name, personId: member.id })}
        trigger={
          <Button size="sm" variant="refuse">
            Remove<span className="sr-only"> {member.name}</span>
          </Button>
        }
      />
    </div>
  );
}
