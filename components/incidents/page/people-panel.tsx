'use client';

import { useQuery } from '@tanstack/react-query';
import { useProject } from '#components/shell/project-context.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import { Avatar } from '#components/ui/avatar.tsx';
import { Row, Rows } from '#components/ui/data/rows.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { Field } from '#components/ui/form/field.tsx';
import { Select } from '#components/ui/form/input.tsx';
import { Panel, PanelBody, PanelHeader } from '#components/ui/panel.tsx';
import { INCIDENT_ROLES } from '#server/incidents/domain/incident.ts';
import { type Incident, ROLE_WORDS } from '../incident-words.ts';
import { ChangeDialog } from './change-dialog.tsx';

/** Who does what in the incident. */
export function PeoplePanel({ incident }: { incident: Incident }) {
  return (
    <Panel aria-label="People">
      <PanelHeader title="People" meta={<AssignRoles incident={incident} />} />
      {incident.roles.length === 0 ? (
        <PanelBody className="text-muted-foreground">Nobody has a role yet.</PanelBody>
      ) : (
        <Rows>
          {incident.roles.map(({ role, name }) => (
            <Row key={role} lead={<Avatar name={name} />} title={name} sub={ROLE_WORDS[role]} />
          ))}
        </Rows>
      )}
    </Panel>
  );
}

function AssignRoles({ incident }: { incident: Incident }) {
  const trpc = useTRPC();
  const { project } = useProject();
  const { data: members = [] } = useQuery(trpc.projects.members.queryOptions({ project: project.name }));
  const has = (role: string) => incident.roles.find((one) => one.role === role)?.person_id ?? '';
  return (
    <ChangeDialog
      incident={incident}
      title={`People of ${incident.name}`}
      verb="Save"
      done="Roles assigned"
      reason="none"
      trigger={<Button size="sm">Assign</Button>}
      changeOf={(form) => ({
        roles: Object.fromEntries(
          INCIDENT_ROLES.filter((role) => String(form.get(role) ?? '') !== has(role)).map((role) => [
            role,
            String(form.get(role) ?? '') || null,
          ]),
        ),
      })}
    >
      {INCIDENT_ROLES.map((role) => (
        <Field key={role} label={ROLE_WORDS[role].charAt(0).toUpperCase() + ROLE_WORDS[role].slice(1)}>
          <Select name={role} defaultValue={has(role)}>
            <option value="">nobody</option>
            {members.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
      ))}
    </ChangeDialog>
  );
}
