'use client';

import { useQuery } from '@tanstack/react-query';
import { QualityPanel } from '#components/prompts/metrics/quality-panel.tsx';
import type { Head } from '#components/prompts/prompt-tabs.tsx';
import { VersionsTab } from '#components/prompts/versions/versions-tab.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { useTRPC } from '#components/shell/trpc.ts';

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
