'use client';

import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { promptParsers } from '#components/prompts/prompt-state.ts';
import { PromptTabs } from '#components/prompts/prompt-tabs.tsx';
import { useProject } from '#components/shell/project-context.tsx';
import { AGAIN_MS } from '#components/shell/reads/live.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { PromptLanes } from './lanes.tsx';
import { PromptHead } from './prompt-head.tsx';
import { TabContent } from './tab-content.tsx';

/** One prompt: what serves each environment, what is being released, and the tab that the URL names. */
export function PromptPage({ name }: { name: string }) {
  const trpc = useTRPC();
  const { project } = useProject();
  const [{ tab }] = useQueryStates(promptParsers);
  const stats = useQuery(trpc.telemetry.promptStats.queryOptions({ project: project.name, prompts: [name] }));
  const costs = useQuery(trpc.cost.promptFigures.queryOptions({ project: project.name, prompt: name }));
  const { data: open } = useSuspenseQuery({
    ...trpc.promotions.list.queryOptions({ project: project.name, prompt: name, group: 'open' }),
    refetchInterval: AGAIN_MS.serving,
  });
  const { data: head } = useSuspenseQuery({
    ...trpc.prompts.head.queryOptions({ project: project.name, name }),
    refetchInterval: AGAIN_MS.serving,
  });
  return (
    <>
      <PromptHead head={head} promotions={open.data} figures={stats.data?.[0]} cost={costs.data?.[0]} />
      <PromptLanes head={head} promotions={open.data} />
      <PromptTabs head={head} tab={tab} />
      <TabContent head={head} tab={tab} />
    </>
  );
}
