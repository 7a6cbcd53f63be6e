'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { EditorTab } from '#components/prompts/editor/editor-tab.tsx';
import type { Head } from '#components/prompts/prompt-tabs.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { useTRPC } from '#components/shell/trpc.ts';

/** The editor with the prices of the model registry, for its estimate. */
export function EditorWithPrices({ head }: { head: Head }) {
  const trpc = useTRPC();
  const { project } = useProject();
  const registry = useQuery(trpc.models.list.queryOptions({ project: project.name }));
  const models = useMemo(
    () =>
      (registry.data?.data ?? []).map(({ provider, modelId, price }) => ({
        model: `${provider}/${modelId}`,
        inputPerMtok: price?.inputPerMtok ?? null,
        outputPerMtok: price?.outputPerMtok ?? null,
      })),
    [registry.data],
  );
  return <EditorTab head={head} models={models} />;
}
