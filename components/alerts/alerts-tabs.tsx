'use client';

import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import type { Address } from '#components/ui/link.tsx';
import { LinkTabs } from '#components/ui/tabs.tsx';

/** The tabs of alerts, in their order; a further one is a line here. */
const TABS = [
  { tab: 'firing', label: 'Firing', href: (project: string): Address => to.alerts(project) },
  { tab: 'history', label: 'History', href: (project: string): Address => to.alerts(project, { tab: 'history' }) },
  { tab: 'monitors', label: 'Monitors', href: (project: string): Address => to.alerts(project, { tab: 'monitors' }) },
  { tab: 'signals', label: 'Signals', href: (project: string): Address => to.signals(project) },
  { tab: 'silences', label: 'Silences', href: (project: string): Address => to.silences(project) },
  { tab: 'channels', label: 'Channels', href: (project: string): Address => to.channels(project) },
  { tab: 'on-call', label: 'On call', href: (project: string): Address => to.onCall(project) },
  { tab: 'incoming', label: 'From outside', href: (project: string): Address => to.incomingAlerts(project) },
] as const;

export type AlertsTab = (typeof TABS)[number]['tab'];

/** The tab strip that all pages of alerts share. `counts`: of the tabs whose number the page has read. */
export function AlertsTabs({
  current,
  counts = {},
}: {
  current: AlertsTab;
  counts?: Partial<Record<AlertsTab, number>>;
}) {
  const { project } = useProject();
  const tabs = TABS.map(({ tab, label, href }) => ({
    ...{ label, href: href(project.name), current: tab === current },
    ...(counts[tab] === undefined ? {} : { count: counts[tab] }),
  }));
  return <LinkTabs label="Alerts" tabs={tabs} />;
}
