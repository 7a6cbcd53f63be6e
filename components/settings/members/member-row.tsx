'use client';

import { useProject } from '#components/shell/project-context.tsx';
import { Td, Tr } from '#components/ui/table.tsx';
import { Time } from '#components/ui/time.tsx';
import { type Member, RemoveMember } from './remove-member.tsx';
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
