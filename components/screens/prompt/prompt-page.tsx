'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import type { PromptTab } from '#components/prompts/prompt-state.ts';
import type { Head } from '#components/prompts/prompt-tabs.tsx';
import { PromptTabs } from '#components/prompts/prompt-tabs.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { type Outputs, useTRPC } from '#components/shell/trpc.ts';
import { type Promote, PromptLanes, type RollBackOf } from './lanes.tsx';
import { PromptHead } from './prompt-head.tsx';

/** Others deploy too: the lanes look again. */
const LOOK_AGAIN_MS = 10_000;

/** One prompt: what serves where, and under it the tab that the address names. */
export function PromptPage({
  name,
  tab,
  figures,
  inReview,
  promote,
  rollBack,
  children,
}: {
  name: string;
  tab: PromptTab;
  figures: Outputs['telemetry']['promptStats'][number] | undefined;
  /** The version that an open promotion is about to bring to the last environment. */
  inReview: (environment: string) => number | null;
  promote: Promote;
  rollBack: RollBackOf;
  children: (head: Head) => ReactNode;
}) {
  const trpc = useTRPC();
  const { project } = useProject();
  const { data: head } = useSuspenseQuery({
    ...trpc.prompts.head.queryOptions({ project: project.name, name }),
    refetchInterval: LOOK_AGAIN_MS,
  });
  return (
    <>
      <PromptHead head={head} inReview={inReview(head.lanes.at(-1)?.environment ?? '')} figures={figures} />
      <PromptLanes head={head} promote={promote} rollBack={rollBack} />
      <PromptTabs head={head} tab={tab} />
      {children(head)}
    </>
  );
}
