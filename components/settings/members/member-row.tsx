'use client';

import { useMutation } from '@tanstack/react-query';
import { useProject } from '#components/shell/project-context.tsx';
import { type Outputs, useTRPC } from '#components/shell/trpc.ts';
import { Td, Tr } from '#components/ui/data/table.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { Confirm } from '#components/ui/overlay/confirm.tsx';
import { Time } from '#components/ui/time/time.tsx';
import { RoleOf } from './role-of.tsx';

/** One member: since when, and the role (a choice for admins). */
export function MemberRow({ member, editable }: { member: Member; editable: boolean }) {
  const { person } = useProject();
  return (
    <Tr tall>
      <Td head sub={member.email}>
        {member.name}
        {member.id === person.id && <span className="text-muted-foreground"> (you)</span>}
      </Td>
      <Td label="Role">
        <RoleOf name={member.name} personId={member.id} role={member.role} editable={editable} />
      </Td>
      <Td label="Since">
        <Time at={member.since} style="day" />
      </Td>
      <Td label="State">Member</Td>
      <Td num>{editable && <RemoveMember member={member} />}</Td>
    </Tr>
  );
}

type Member = Outputs['projects']['members'][number];

/** Ends a membership after a confirmation. */
function RemoveMember({ member }: { member: Member }) {
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
