'use client';

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import type { PromotionDetail } from './promotion-words.ts';

/** The gate takes a moment; people take longer, and who waits for them wants to see it soon all the same. */
const EVALUATING_MS = 1_000;
const WATCHING_MS = 2_500;

/** Asks cheaply whether the promotion moved or something else serves, and reads the page anew when it did. */
export function usePromotionMoves(detail: PromotionDetail): void {
  const trpc = useTRPC();
  const client = useQueryClient();
  const { project } = useProject();
  const input = { project: project.name, id: detail.id };
  const stand = useQuery({
    ...trpc.promotions.state.queryOptions(input),
    refetchInterval: detail.status === 'evaluating' ? EVALUATING_MS : WATCHING_MS,
    staleTime: 0,
  });
  const moved =
    stand.data !== undefined &&
    (stand.data.revision > detail.revision || stand.data.servingId !== (detail.serving?.deploymentId ?? null));
  const key = trpc.promotions.detail.queryKey(input);
  useEffect(() => {
    if (moved) void client.invalidateQueries({ queryKey: key });
  }, [moved, client, key]);
}
