'use client';

import { sentenceOf } from '#components/shell/reads/fault.ts';
import { Button } from '#components/ui/form/button.tsx';
import { FieldError } from '#components/ui/form/field.tsx';
import { PanelBody } from '#components/ui/panel.tsx';

/** Replaces the data of a failed read in a panel: what happened, and a button that reads again. */
export function NotLoaded({
  read: { error, isFetching, refetch },
}: {
  read: { error: unknown; isFetching: boolean; refetch: () => Promise<unknown> };
}) {
  return (
    <PanelBody className="grid justify-items-start gap-2">
      <FieldError>Not loaded. {sentenceOf(error, { reading: true })}</FieldError>
      <Button size="sm" disabled={isFetching} onClick={() => void refetch()}>
        {isFetching ? 'Trying again' : 'Try again'}
      </Button>
    </PanelBody>
  );
}
