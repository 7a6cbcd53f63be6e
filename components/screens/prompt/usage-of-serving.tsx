'use client';

import { useQuery } from '@tanstack/react-query';
import type { Head } from '#components/prompts/prompt-tabs.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import { WhoAsks } from '#components/telemetry/prompts/who-asks.tsx';
import { UsageTab } from './usage-tab.tsx';

/** The usage tab with the variables of what serves, else of the newest version, and with who asks for it. */
export function UsageOfServing({ head }: { head: Head }) {
  const trpc = useTRPC();
  const { project } = useProject();
  const number = head.lanes.at(-1)?.serving?.version ?? head.latestVersion;
  const version = useQuery({
    ...trpc.prompts.version.queryOptions({ project: project.name, name: head.name, number: number ?? 1 }),
    enabled: number !== null,
  });
  const services = useQuery(trpc.telemetry.promptServices.queryOptions({ project: project.name, prompt: head.name }));
  return (
    <UsageTab
      head={head}
      variables={version.data?.variables ?? []}
      whoAsks={<WhoAsks name={head.name} read={services} />}
    />
  );
}
