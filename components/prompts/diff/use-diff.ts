'use client';

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useProject } from '#components/shell/project-context.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import type { Pair } from '../versions/chosen-pair.ts';

/** The diff of two versions of a prompt. While another pair loads, the previous diff stays on screen. */
export function useDiff(name: string, { a, b }: Pair) {
  const trpc = useTRPC();
  const { project } = useProject();
  return useQuery({
    ...trpc.prompts.diff.queryOptions({ project: project.name, name, from: a, to: b }),
    placeholderData: keepPreviousData,
  });
}
