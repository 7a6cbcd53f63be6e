'use client';

import { useMutation } from '@tanstack/react-query';
import { useProject } from '#components/shell/project-context.tsx';
import { type Outputs, useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { plural } from '#components/ui/format.ts';
import { Confirm } from '#components/ui/overlay/confirm.tsx';

/** The switch for inputs and outputs: says what follows, and asks. */
export function StoreTexts({ settings }: { settings: Outputs['projects']['data'] }) {
  const trpc = useTRPC();
  const { project } = useProject();
  const { storesTexts, rawRetentionDays, readers } = settings;
  const days = plural(rawRetentionDays, 'day');
  const done = storesTexts ? 'Inputs and outputs are no longer stored' : 'Inputs and outputs are stored from now on';
  const update = useMutation(trpc.projects.updateData.mutationOptions({ meta: { done, errors: 'inline' } }));
  const set = (next: boolean) => update.mutateAsync({ project: project.name, storesTexts: next });
  if (storesTexts) {
    return (
      <Confirm
        tone="refuse"
        title={`Stop storing inputs and outputs of ${project.name}?`}
        effects={[
          'Within 2 seconds no input or output of a new event is stored.',
          `What is stored stays, can be read by whoever may read it now, and is deleted when it is ${days} old.`,
          'New requests cannot be scanned for prompt injection, and new incidents have no failing inputs.',
        ]}
        undo="store them again; requests in between stay without"
        confirmLabel="Stop storing them"
        onConfirm={() => set(false)}
        trigger={<Button size="sm">Stop storing them</Button>}
      />
    );
  }
  return (
    <Confirm
      tone="primary"
      title={`Store inputs and outputs of ${project.name}?`}
      effects={[
        'Within 2 seconds the input and output of each new event is stored as it is sent. Nothing is taken out: leave out of events what must not be kept.',
        `They are kept for ${days}, as the events are.`,
        `${plural(readers.members, 'member')} and ${plural(readers.keys, 'key')} may read them.`,
        'New requests are scanned for prompt injection, and new incidents can add failing inputs to golden sets.',
      ]}
      undo={`stop storing them; what was stored by then stays until it is ${days} old`}
      confirmLabel="Store them"
      onConfirm={() => set(true)}
      trigger={
        <Button size="sm" variant="primary">
          Store them
        </Button>
      }
    />
  );
}
