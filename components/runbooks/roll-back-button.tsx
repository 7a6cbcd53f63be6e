'use client';

import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import { Button } from '#components/ui/form/button.tsx';
import { Dialog } from '#components/ui/overlay/dialog.tsx';
import { ConfirmAction, PREVIEWED } from './confirm-action.tsx';

/** A change as alerts and incidents show it, and from which of them it is undone. */
type Props = {
  change: { at: string; kind: string; prompt: string | null; environment: string | null };
  from: { alertId: string } | { incident: number };
};

/**
 * Beside a deployment that serves still: the button that rolls it back, which first says what that does to how much traffic.
 * Nothing where something else serves by now, where nothing served before, and for who may not follow a runbook.
 */
export function RollBackButton({ change, from }: Props) {
  const trpc = useTRPC();
  const { project, may } = useProject();
  const { prompt, environment } = change;
  const isOffered = change.kind === 'deployment' && prompt !== null && environment !== null;
  const { data } = useQuery({
    ...trpc.runbooks.waysBack.queryOptions({ project: project.name, prompts: prompt === null ? [] : [prompt] }),
    enabled: isOffered && may('runbook.write') === null,
  });
  const at = new Date(change.at).getTime();
  const way = data?.find((one) => one.environment === environment && one.since.getTime() === at);
  if (!isOffered || way === undefined) return null;
  const verb = `Roll back to v${way.to.version}`;
  return <RollBackDialog verb={verb} params={{ prompt, environment }} from={from} />;
}

type Place = { prompt: string; environment: string };

function RollBackDialog({ verb, params, from }: { verb: string; params: Place; from: Props['from'] }) {
  const [open, setOpen] = useState(false);
  const trpc = useTRPC();
  const { project } = useProject();
  const input = { project: project.name, action: 'roll_back_prompt' as const, params };
  const done = { meta: { errors: 'inline', done: 'Rolled back' }, onSuccess: () => setOpen(false) } as const;
  const fromAlert = useMutation(trpc.runbooks.actDirectly.mutationOptions(done));
  const fromIncident = useMutation(trpc.incidents.actDirectly.mutationOptions(done));
  const act = 'alertId' in from ? fromAlert : fromIncident;
  const preview = useQuery({
    ...trpc.runbooks.previewDirectly.queryOptions(input),
    ...PREVIEWED,
    enabled: open && !act.isSuccess,
  });
  const description = `${params.prompt} in ${params.environment}`;
  const trigger = (
    <Button size="sm" icon="play">
      {verb}
    </Button>
  );
  return (
    <Dialog title={verb} description={description} open={open} onOpenChange={setOpen} trigger={trigger}>
      <ConfirmAction
        preview={preview}
        act={act}
        verb={`${verb} now`}
        onAct={(confirmed) =>
          'alertId' in from
            ? fromAlert.mutate({ ...input, ...from, ...confirmed })
            : fromIncident.mutate({ ...input, number: from.incident, ...confirmed })
        }
      />
    </Dialog>
  );
}
