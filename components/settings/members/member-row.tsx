'use client';

import { useMutation } from '@tanstack/react-query';
import { useProject } from '#components/shell/project-context.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import { roleWord } from '#components/shell/words.ts';
import { Badge } from '#components/ui/badge.tsx';
import { Select } from '#components/ui/input.tsx';
import { Td, Tr } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { type Member, MemberActions } from './member-actions.tsx';
import { ROLES, roleOf } from './roles.ts';

/** One member: role (a choice for admins), and whether they have ever signed in. */
export function MemberRow({ member, editable }: { member: Member; editable: boolean }) {
  const trpc = useTRPC();
  const { project, person } = useProject();
  const change = useMutation(
    trpc.projects.changeRole.mutationOptions({ meta: { done: `Role of ${member.name} changed` } }),
  );
  return (
    <Tr tall>
      <Td head sub={member.email}>
        {member.name}
        {member.id === person.id && <span className="text-muted-foreground"> (you)</span>}
      </Td>
      <Td label="Role">
        {editable ? (
          <Select
            aria-label={`Role of ${member.name}`}
            value={change.isPending ? change.variables.role : member.role}
            disabled={change.isPending}
            onChange={(event) =>
              change.mutate({ project: project.name, personId: member.id, role: roleOf(event.target.value) })
            }
            className="w-40 phone:w-52"
          >
            {ROLES.map((role) => (
              <option key={role} value={role}>
                {roleWord(role)}
              </option>
            ))}
          </Select>
        ) : (
          roleWord(member.role)
        )}
      </Td>
      <Td label="Member since">
        <Time at={member.since} style="day" />
      </Td>
      <Td label="Sign-in">
        {member.hasSignedIn ? (
          'has a password'
        ) : (
          <Badge tone="stale" icon="waits">
            Link not used yet
          </Badge>
        )}
      </Td>
      <Td num>{editable && <MemberActions member={member} />}</Td>
    </Tr>
  );
}
