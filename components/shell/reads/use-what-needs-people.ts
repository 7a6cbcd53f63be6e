'use client';

import { useQuery } from '@tanstack/react-query';
import { useProject } from '#components/shell/project-context.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import { AGAIN_MS } from './live.ts';

/** What fires, which incidents are open and who is on call; read again every 20 s. Undefined until it is known. */
export function useWhatNeedsPeople() {
  const trpc = useTRPC();
  const { project } = useProject();
  const { data } = useQuery({
    ...trpc.overview.now.queryOptions({ project: project.name }),
    refetchInterval: AGAIN_MS.resting,
  });
  return data;
}
