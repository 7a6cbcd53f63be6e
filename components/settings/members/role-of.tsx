'use client';

import { useMutation } from '@tanstack/react-query';
import { useProject } from '#components/shell/project-context.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import { roleWord } from '#components/shell/words.ts';
import { Select } from '#components/ui/form/input.tsx';
import { ROLES, type Role } from '#server/platform/actions.ts';
import { roleOf } from './roles.ts';

/** The role of a member or an invited person: a select for admins. */
export function RoleOf({
  name,
  personId,
  role,
  editable,
}: {
  name: string;
  personId: string;
  role: Role;
  editable: boolean;
}) {
  const trpc = useTRPC();
  const { project } = useProject();
  const change = useMutation(trpc.projects.changeRole.mutationOptions({ meta: { done: `Role of ${name} changed` } }));
  if (!editable) return roleWord(role);
  return (
    <Select
      aria-label={`Role of ${name}`}
      value={change.isPending ? change.variables.role : role}
      disabled={change.isPending}
      onChange={(event) => change.mutate({ project: project.name, personId, role: roleOf(event.target.value) })}
      className="w-40 phone:w-52"
    >
      {ROLES.map((each) => (
        <option key={each} value={each}>
          {roleWord(each)}
        </option>
      ))}
    </Select>
  );
}
