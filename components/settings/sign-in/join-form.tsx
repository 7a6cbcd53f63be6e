'use client';

import { useMutation } from '@tanstack/react-query';
import { leave } from '#components/shell/leave.ts';
import { sentenceOf } from '#components/shell/reads/fault.ts';
import { to } from '#components/shell/to.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { FieldError } from '#components/ui/form/field.tsx';

/** A signed-in person has opened an invitation: one button joins; an invitation for another address is explained. */
export function JoinForm({
  token,
  project,
  email,
  signedInAs,
}: {
  token: string;
  project: string;
  email: string;
  signedInAs: { email: string; isTheirs: boolean };
}) {
  const trpc = useTRPC();
  const join = useMutation(
    trpc.projects.acceptInvitation.mutationOptions({
      meta: { errors: 'inline' },
      // With a full page load, so that the server checks again what this person may read.
      onSuccess: (joined) => window.location.assign(to.overview(joined.project)),
    }),
  );
  if (!signedInAs.isTheirs) {
    return (
      <>
        <p className="text-muted-foreground">
          This invitation is for {email}, and you are signed in as {signedInAs.email}. Sign out, and sign in with that
          address.
        </p>
        <Button onClick={() => void leave(to.link(token))}>Sign out</Button>
      </>
    );
  }
  return (
    <>
      <p className="text-muted-foreground">You are signed in as {email}.</p>
      {join.error && <FieldError>{sentenceOf(join.error)}</FieldError>}
      <Button variant="primary" disabled={join.isPending || join.isSuccess} onClick={() => join.mutate({ token })}>
        Join {project}
      </Button>
    </>
  );
}
