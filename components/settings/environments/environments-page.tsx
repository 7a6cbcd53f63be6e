'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { useProject } from '#components/shell/project-context.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import { Panel, PanelFoot, PanelHeader } from '#components/ui/panel.tsx';
import { SettingsHead } from '../settings-head.tsx';
import { EnvironmentRow } from './environment-row.tsx';

/** Which environments take a version by promotion only, and how many approvals each needs. */
export function EnvironmentsPage() {
  const trpc = useTRPC();
  const { project, may } = useProject();
  const { data: environments } = useSuspenseQuery(trpc.projects.environments.queryOptions({ project: project.name }));
  const guarded = environments.filter((environment) => environment.protected).map((environment) => environment.name);
  const refusal = may('environment.write');
  return (
    <>
      <SettingsHead
        tab="environments"
        headline={
          guarded.length === 0
            ? 'No environment is protected: editors deploy anywhere without a gate.'
            : `A version comes to ${listed(guarded)} by promotion only.`
        }
        evidence="A promotion passes its gate and waits for approvals of people who neither requested it nor wrote the version."
      />
      <Panel>
        <PanelHeader title="Environments" qualifier="in the order that a version goes through" meta={refusal} />
        <ul className="[&>li:last-child]:border-b-0">
          {environments.map((environment) => (
            <EnvironmentRow key={environment.id} environment={environment} refusal={refusal} />
          ))}
        </ul>
        <PanelFoot>
          Promotions that are open need a higher number at once; a lower one holds for them when their gate runs again.
        </PanelFoot>
      </Panel>
    </>
  );
}

function listed(names: string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}
