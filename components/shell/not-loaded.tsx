'use client';

import { Button } from '../ui/button.tsx';
import { FieldError } from '../ui/field.tsx';
import { PanelBody } from '../ui/panel.tsx';
import { sentenceOf } from './fault.ts';

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
