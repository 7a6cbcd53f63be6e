'use client';

import { sentenceOf } from '#components/shell/reads/fault.ts';
import { Button } from '#components/ui/form/button.tsx';
import { FieldError } from '#components/ui/form/field.tsx';
import { PanelBody } from '#components/ui/panel.tsx';

/** Where the answer of a read would stand, in a panel, when there is none: what happened, and the way to ask again. */
export function NotLoaded({
  read: { error, isFetching, refetch },
}: {
  read: { error: unknown; isFetching: boolean; refetch: () => Promise<unknown> };
}) {
  return (
    <PanelBody className="grid justify-items-start gap-2">
      <FieldError>Not loaded. {sentenceOf(error, { reading: true })}</FieldError>
      <Button size="sm" disabled={isFetching} onClick={() => void refetch()}>
        {isFetching ? 'Asking again' : 'Try again'}
      </Button>
    </PanelBody>
  );
}
