'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTRPC } from '#components/shell/trpc.ts';
import { PromptsPage } from './prompts-page.tsx';

const LOOK_AGAIN_MS = 60_000;

/** The prompts with what telemetry knows of them: it stands to the right of prompts, so the page brings both together. */
export function PromptsScreen({ project }: { project: string }) {
  const trpc = useTRPC();
  const stats = useQuery({
    ...trpc.telemetry.promptStats.queryOptions({ project }),
    refetchInterval: LOOK_AGAIN_MS,
  });
  const figures = useMemo(() => new Map(stats.data?.map((one) => [one.prompt, one])), [stats.data]);
  return <PromptsPage figures={figures} />;
}
