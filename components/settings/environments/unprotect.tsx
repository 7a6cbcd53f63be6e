'use client';

import type { ReactElement } from 'react';
import { Confirm } from '#components/ui/confirm.tsx';

/** Asks before an environment loses its gate and its approvals. */
export function Unprotect({
  name,
  trigger,
  onConfirm,
}: {
  name: string;
  trigger: ReactElement;
  onConfirm: () => Promise<unknown>;
}) {
  return (
    <Confirm
      tone="refuse"
      title={`Take the protection off ${name}?`}
      effects={[
        `Editors and keys with the scope registry can deploy to ${name} at once, without gate and approval.`,
        'What serves there now stays.',
        'You yourself cannot deploy there or let a promotion through alone for 24 hours.',
      ]}
      undo="protect it again"
      confirmLabel={`Unprotect ${name}`}
      onConfirm={onConfirm}
      trigger={trigger}
    />
  );
}
