'use client';

import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { useProject } from '#components/shell/project-context.tsx';
import { AGAIN_MS } from '#components/shell/reads/live.ts';
import { type Outputs, useTRPC } from '#components/shell/trpc.ts';
import { StatusBadge } from '#components/ui/badge/badge.tsx';
import { Row, Rows } from '#components/ui/data/rows.tsx';
import { Button } from '#components/ui/form/button.tsx';
import { count } from '#components/ui/format.ts';
import { Panel, PanelBody, PanelHeader } from '#components/ui/panel.tsx';
import { Time } from '#components/ui/time/time.tsx';

type Restriction = Outputs['restrictions']['list'][number];

/** What resolve is held back from now: blocked users and capped inputs, each with its end and a button that lifts it. */
export function RestrictionsPanel({ project }: { project: string }) {
  const trpc = useTRPC();
  const { data } = useSuspenseQuery({
    ...trpc.restrictions.list.queryOptions({ project }),
    refetchInterval: AGAIN_MS.serving,
  });
  const inForce = data.filter((one) => one.in_force);
  return (
    <Panel aria-label="Held back">
      <PanelHeader title="Held back" meta={`${count(inForce.length)} in force`} />
      {inForce.length === 0 ? (
        <PanelBody className="text-muted-foreground">
          No user is blocked and no input is capped. A step of a runbook does both, for hours, and resolve keeps to it.
        </PanelBody>
      ) : (
        <Rows>
          {inForce.map((one) => (
            <RestrictionRow key={one.id} project={project} restriction={one} />
          ))}
        </Rows>
      )}
    </Panel>
  );
}

function RestrictionRow({ project, restriction }: { project: string; restriction: Restriction }) {
  const trpc = useTRPC();
  const { may } = useProject();
  const lift = useMutation(trpc.restrictions.lift.mutationOptions({ meta: { done: 'Lifted' } }));
  const { id, user, prompt, environment, max_chars, reason, created_by, ends_at } = restriction;
  return (
    <Row
      lead={<StatusBadge state="warn">{user === null ? 'Capped' : 'Blocked'}</StatusBadge>}
      title={
        user === null ? `${prompt} in ${environment}: at most ${count(max_chars ?? 0)} characters` : `User ${user}`
      }
      sub={
        <>
          {created_by.name}: {reason}, until <Time at={ends_at} />
        </>
      }
      action={
        may('restriction.write') === null && (
          <Button size="sm" disabled={lift.isPending} onClick={() => lift.mutate({ project, id })}>
            Lift
          </Button>
        )
      }
    />
  );
}
