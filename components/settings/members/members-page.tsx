'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useProject } from '#components/shell/project-context.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import { Table, TBody, THead, Th, Tr } from '#components/ui/data/table.tsx';
import { plural } from '#components/ui/format.ts';
import { Panel, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { SettingsHead } from '../settings-head.tsx';
import { AddMember } from './add-member.tsx';
import { InvitationRow } from './invitation-row.tsx';
import { MemberRow } from './member-row.tsx';

/** The members of the project with their roles, and the invitation of new ones. */
export function MembersPage() {
  const trpc = useTRPC();
  const { project, may } = useProject();
  const { data: members } = useSuspenseQuery(trpc.projects.members.queryOptions({ project: project.name }));
  const { data: invitations } = useSuspenseQuery(trpc.projects.invitations.queryOptions({ project: project.name }));
  const admins = members.filter((member) => member.role === 'admin').length;
  const refusal = may('member.write');
  return (
    <>
      <SettingsHead
        tab="members"
        headline={`${plural(members.length, 'person works', 'people work')} on ${project.name}, ${plural(admins, 'admin')} among them.${invitations.length > 0 ? ` ${plural(invitations.length, 'invitation waits', 'invitations wait')}.` : ''}`}
        evidence="Viewers read. Editors change prompts and run evals. Release managers approve and roll back. Admins also change settings."
      />
      <Panel>
        <PanelHeader title="Members" meta={refusal === null ? <AddMember /> : refusal} />
        <Table label="Members" stack>
          <THead>
            <Tr>
              <Th>Name</Th>
              <Th>Role</Th>
              <Th>Since</Th>
              <Th>State</Th>
              <Th>
                <span className="sr-only">Actions</span>
              </Th>
            </Tr>
          </THead>
          <TBody>
            {members.map((member) => (
              <MemberRow key={member.id} member={member} editable={refusal === null} />
            ))}
            {invitations.map((invitation) => (
              <InvitationRow key={invitation.personId} invitation={invitation} editable={refusal === null} />
            ))}
          </TBody>
        </Table>
        <PanelFoot>
          An invited person joins by a one-time link, with the password of that address where it has one. A project
          keeps at least one admin. Keys of a member never exceed the member&apos;s role and end with the membership.
        </PanelFoot>
      </Panel>
    </>
  );
}
