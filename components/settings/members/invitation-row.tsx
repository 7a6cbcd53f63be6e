'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { type Outputs, useTRPC } from '#components/shell/trpc.ts';
import { Badge } from '#components/ui/badge/badge.tsx';
import { Td, Tr } from '#components/ui/data/table.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { Confirm } from '#components/ui/overlay/confirm.tsx';
import { Time } from '#components/ui/time/time.tsx';
import { NewLink } from './new-link.tsx';
import { RoleOf } from './role-of.tsx';

type Invitation = Outputs['projects']['invitations'][number];

/**
 * An invited person who has not joined: by whom, as what, since when. Admins renew the link or withdraw the invitation.
 */
export function InvitationRow({ invitation, editable }: { invitation: Invitation; editable: boolean }) {
  const { name, email, role, personId, since } = invitation;
  return (
    <Tr tall>
      <Td head sub={email}>
        {name}
      </Td>
      <Td label="Role">
        <RoleOf name={name} personId={personId} role={role} editable={editable} />
      </Td>
      <Td label="Since">
        <Time at={since} style="day" />
      </Td>
      <Td label="State" sub={`by ${invitation.invitedBy ?? 'an operator of the server'}`}>
        <Badge tone="stale" icon="waits">
          Invited, not yet joined
        </Badge>
      </Td>
      <Td num>{editable && <InvitationActions invitation={invitation} />}</Td>
    </Tr>
  );
}

function InvitationActions({ invitation: { name, personId } }: { invitation: Invitation }) {
  const trpc = useTRPC();
  const { project } = useProject();
  const [link, setLink] = useState<string | null>(null);
  const input = { project: project.name, personId };
  const renew = useMutation(
    trpc.projects.renewLink.mutationOptions({ onSuccess: ({ signInLink }) => setLink(signInLink) }),
  );
  const withdraw = useMutation(
    trpc.projects.withdrawInvitation.mutationOptions({
      meta: { errors: 'inline', done: `Invitation of ${name} withdrawn` },
    }),
  );
  return (
    <div className="flex justify-end gap-2">
      <Button size="sm" disabled={renew.isPending} onClick={() => renew.mutate(input)}>
        New link<span className="sr-only"> for {name}</span>
      </Button>
      <Confirm
        tone="refuse"
        title={`Withdraw the invitation of ${name}?`}
        effects={['Their link no longer works.', 'They are not notified.']}
        undo="invite them again"
        confirmLabel="Withdraw the invitation"
        onConfirm={() => withdraw.mutateAsync(input)}
        trigger={
          <Button size="sm" variant="refuse">
            Withdraw<span className="sr-only"> the invitation of {name}</span>
          </Button>
        }
      />
      {link && <NewLink name={name} link={link} onClose={() => setLink(null)} />}
    </div>
  );
}
