'use client';

import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import type { Outputs } from '#components/shell/trpc.ts';
import { LinkTabs } from '#components/ui/tabs.tsx';
import { type PromptTab, TABS } from './prompt-state.ts';

export type Head = Outputs['prompts']['head'];

const LABELS: Record<PromptTab, string> = {
  versions: 'Versions',
  editor: 'Editor',
  diff: 'Diff',
  metrics: 'Metrics',
  history: 'History',
  usage: 'Usage',
};

/**
 * The tabs of a prompt; the URL names the open one. Versions are numbered without gaps, so the newest number is their
 * count.
 */
export function PromptTabs({ head, tab }: { head: Head; tab: PromptTab }) {
  const { project } = useProject();
  const counts: Partial<Record<PromptTab, number>> = { versions: head.latestVersion ?? 0, history: head.deployments };
  return (
    <LinkTabs
      label="Prompt"
      tabs={TABS.map((each) => ({
        href: to.prompt(project.name, head.name, each === 'versions' ? {} : { tab: each }),
        label: LABELS[each],
        count: counts[each],
        current: each === tab,
      }))}
    />
  );
}
