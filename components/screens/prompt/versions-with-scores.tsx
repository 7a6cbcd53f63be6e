'use client';

import { useQuery } from '@tanstack/react-query';
import type { Head } from '#components/prompts/prompt-tabs.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import { QualityPanel } from '#components/telemetry/prompts/quality-panel.tsx';
import { VersionsTab } from './versions-tab.tsx';

/** The timeline with the scores of eval runs and what the gate said, and quality in production beside it. */
export function VersionsWithScores({ head }: { head: Head }) {
  const trpc = useTRPC();
  const { project } = useProject();
  const environment = head.lanes.at(-1)?.environment ?? 'production';
  const chips = useQuery(trpc.evals.chips.queryOptions({ project: project.name, prompt: head.name }));
  const verdicts = useQuery(trpc.gates.versionVerdicts.queryOptions({ project: project.name, prompt: head.name }));
  const series = useQuery(
    trpc.telemetry.versionSeries.queryOptions({ project: project.name, prompt: head.name, environment, range: '30d' }),
  );
  return (
    <VersionsTab
      head={head}
      chips={chips.data ?? []}
      verdicts={verdicts.data ?? []}
      aside={<QualityPanel name={head.name} environment={environment} series={series.data} />}
    />
  );
}
