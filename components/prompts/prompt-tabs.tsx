'use client';

import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import { LinkTabs } from '#components/ui/tabs.tsx';
import { type PromptTab, TABS } from './prompt-state.ts';

const LABELS: Record<PromptTab, string> = {
  versions: 'Versions',
  editor: 'Editor',
  diff: 'Diff',
  metrics: 'Metrics',
  history: 'History',
  usage: 'Usage',
};

/** The tabs of a prompt; the address says which is open. Numbers have no gaps, so the newest says how many there are. */
export function PromptTabs({ name, tab, versions }: { name: string; tab: PromptTab; versions: number | null }) {
  const { project } = useProject();
  return (
    <LinkTabs
      label="Prompt"
      tabs={TABS.map((each) => ({
        href: to.prompt(project.name, name, each === 'versions' ? {} : { tab: each }),
        label: LABELS[each],
        count: each === 'versions' ? (versions ?? 0) : undefined,
        current: each === tab,
      }))}
    />
  );
}
