'use client';

import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { RollBack } from '#components/promotions/decide/roll-back.tsx';
import { promptParsers } from '#components/prompts/prompt-state.ts';
import { useProject } from '#components/shell/project-context.tsx';
import { useTRPC } from '#components/shell/trpc.ts';
import { PromoteStep } from './promote-step.tsx';
import { PromptPage } from './prompt-page.tsx';
import { TabContent } from './tab-content.tsx';

/** Promotions move without a reload. */
const LOOK_AGAIN_MS = 10_000;

/** A prompt with what stands to the right of it: its traffic, its eval scores and its promotions. */
export function PromptScreen({ name }: { name: string }) {
  const trpc = useTRPC();
  const { project } = useProject();
  const [{ tab }] = useQueryStates(promptParsers);
  const stats = useQuery(trpc.telemetry.promptStats.queryOptions({ project: project.name, prompts: [name] }));
  const { data: open } = useSuspenseQuery({
    ...trpc.promotions.list.queryOptions({ project: project.name, prompt: name, group: 'open' }),
    refetchInterval: LOOK_AGAIN_MS,
  });
  return (
    <PromptPage
      name={name}
      tab={tab}
      figures={stats.data?.[0]}
      inReview={(environment) => open.data.find((promotion) => promotion.to === environment)?.version ?? null}
      promote={(step) => (
        <PromoteStep prompt={name} step={step} open={open.data.find((promotion) => promotion.to === step.to)} />
      )}
      rollBack={(promotionId) => <RollBack key={promotionId} id={promotionId} />}
    >
      {(head) => <TabContent head={head} tab={tab} />}
    </PromptPage>
  );
}
