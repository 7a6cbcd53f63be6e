'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { promptParsers } from '#components/prompts/prompt-state.ts';
import type { Head } from '#components/prompts/prompt-tabs.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { useTimeWindow } from '#components/shell/time/use-time-window.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { metricsInput } from './metrics-input.ts';
import { MetricsTab } from './metrics-tab.tsx';

const LOOK_AGAIN_MS = 30_000;

/** The metrics tab with what telemetry measured. */
export function MetricsOfVersions({ head }: { head: Head }) {
  const trpc = useTRPC();
  const { project } = useProject();
  const { window } = useTimeWindow();
  const [{ environment }] = useQueryStates(promptParsers);
  const read = useQuery({
    ...trpc.telemetry.versionSeries.queryOptions(metricsInput(project.name, head.name, environment, window)),
    placeholderData: keepPreviousData,
    refetchInterval: LOOK_AGAIN_MS,
  });
  return <MetricsTab head={head} read={read} />;
}
