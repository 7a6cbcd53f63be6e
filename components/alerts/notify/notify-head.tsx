'use client';

import type { ReactNode } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { to } from '#components/shell/to.ts';
import type { Address } from '#components/ui/link.tsx';
import { PageHeadline } from '#components/ui/page-headline.tsx';
import { LinkTabs } from '#components/ui/tabs.tsx';

/** What follows an alert, in the order of the tab strip: a line each. */
const NOTIFY_TABS = [
  { name: 'silences', label: 'Silences', href: (project: string): Address => to.silences(project) },
  { name: 'channels', label: 'Channels', href: (project: string): Address => to.channels(project) },
  { name: 'on-call', label: 'On call', href: (project: string): Address => to.onCall(project) },
] as const;

type NotifyTab = (typeof NOTIFY_TABS)[number]['name'];

/** The headline of a page about notifications, and the tabs. */
export function NotifyHead({ tab, headline, evidence }: { tab: NotifyTab; headline: ReactNode; evidence?: ReactNode }) {
  const { project } = useProject();
  const tabs = NOTIFY_TABS.map(({ name, label, href }) => ({ label, href: href(project.name), current: name === tab }));
  return (
    <>
      <PageHeadline evidence={evidence}>{headline}</PageHeadline>
      <LinkTabs label="Notifications" tabs={tabs} />
    </>
  );
}
