'use client';

import { useQuery } from '@tanstack/react-query';
import { useProject } from '#components/shell/project-context.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import { AGAIN_MS } from './live.ts';
import { openPromotions } from './open-promotions.ts';

/** Every open promotion, and their number; read again every 20 s. */
export function useOpenPromotions() {
  const trpc = useTRPC();
  const { project } = useProject();
  const { data } = useQuery({
    ...trpc.promotions.list.queryOptions(openPromotions(project.name)),
    refetchInterval: AGAIN_MS.resting,
  });
  return { promotions: data?.data ?? [], count: data?.counts.open ?? 0 };
}
