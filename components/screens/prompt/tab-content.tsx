'use client';

import dynamic from 'next/dynamic';
import type { PromptTab } from '#components/prompts/prompt-state.ts';
import type { Head } from '#components/prompts/prompt-tabs.tsx';

// Each tab is a chunk of its own: a reader of the versions does not load the editor or the charts.
const DiffTab = dynamic(() => import('#components/prompts/diff/diff-tab.tsx').then((module) => module.DiffTab));
const HistoryTab = dynamic(() => import('#components/prompts/history-tab.tsx').then((module) => module.HistoryTab));
const EditorWithPrices = dynamic(() => import('./editor-with-prices.tsx').then((module) => module.EditorWithPrices));
const MetricsTab = dynamic(() => import('./metrics-tab.tsx').then((module) => module.MetricsTab));
const UsageTab = dynamic(() => import('./usage-tab.tsx').then((module) => module.UsageTab));
const VersionsTab = dynamic(() => import('./versions-tab.tsx').then((module) => module.VersionsTab));

/** The tab that the URL names. */
export function TabContent({ head, tab }: { head: Head; tab: PromptTab }) {
  switch (tab) {
    case 'versions':
      return <VersionsTab head={head} />;
    case 'editor':
      return <EditorWithPrices head={head} />;
    case 'diff':
      return <DiffTab head={head} />;
    case 'metrics':
      return <MetricsTab head={head} />;
    case 'history':
      return <HistoryTab head={head} />;
    case 'usage':
      return <UsageTab head={head} />;
  }
}
