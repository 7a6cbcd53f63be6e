'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import { ADD_MEMBER_FORM, AddMemberForm } from './add-member-form.tsx';
import { OneTimeLink } from './new-link.tsx';

/** Invites a person by e-mail address, then shows their one-time link, once. */
export function AddMember() {
  const [open, setOpen] = useState(false);
  const trpc = useTRPC();
  const add = useMutation(trpc.projects.addMember.mutationOptions({ meta: { errors: 'inline' } }));
  const added = add.data;
  function onOpenChange(next: boolean) {
    setOpen(next);
    if (next) add.reset();
  }
  return (
    <Dialog
      title={added ? `${add.variables?.email} is invited` : 'Invite a member'}
      open={open}
      onOpenChange={onOpenChange}
      trigger={
        <Button size="sm" icon="plus">
          Invite a member
        </Button>
      }
      footer={
        added ? (
          <Button variant="primary" onClick={() => setOpen(false)}>
            Done
          </Button>
        ) : (
          <>
            <Button onClick={() => setOpen(false)}>Cancel</Button>
            <Button type="submit" form={ADD_MEMBER_FORM} variant="primary" disabled={add.isPending}>
              Make the invitation
            </Button>
          </>
        )
      }
    >
      {added ? <OneTimeLink link={added.signInLink} /> : <AddMemberForm error={add.error} onSend={add.mutate} />}
    </Dialog>
  );
}
