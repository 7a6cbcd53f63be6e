'use client';

import dynamic from 'next/dynamic';
import type { PromptTab } from '#components/prompts/prompt-state.ts';
import type { Head } from '#components/prompts/prompt-tabs.tsx';

// Each tab is a chunk of its own: whoever reads the versions does not wait for the editor's settings or the charts.
const DiffTab = dynamic(() => import('#components/prompts/diff/diff-tab.tsx').then((module) => module.DiffTab));
const HistoryTab = dynamic(() => import('#components/prompts/history-tab.tsx').then((module) => module.HistoryTab));
const EditorWithPrices = dynamic(() => import('./editor-with-prices.tsx').then((module) => module.EditorWithPrices));
const MetricsOfVersions = dynamic(() =>
  import('#components/telemetry/prompts/metrics-of-versions.tsx').then((module) => module.MetricsOfVersions),
);
const UsageOfServing = dynamic(() => import('./usage-of-serving.tsx').then((module) => module.UsageOfServing));
const VersionsWithScores = dynamic(() =>
  import('./versions-with-scores.tsx').then((module) => module.VersionsWithScores),
);

/** The tab that the address names. */
export function TabContent({ head, tab }: { head: Head; tab: PromptTab }) {
  switch (tab) {
    case 'versions':
      return <VersionsWithScores head={head} />;
    case 'editor':
      return <EditorWithPrices head={head} />;
    case 'diff':
      return <DiffTab head={head} />;
    case 'metrics':
      return <MetricsOfVersions head={head} />;
    case 'history':
      return <HistoryTab head={head} />;
    case 'usage':
      return <UsageOfServing head={head} />;
  }
}
