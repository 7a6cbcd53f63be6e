'use client';

import type { ReactNode } from 'react';
import { useProject } from '#components/shell/project-context.tsx';
import { SETTINGS_TABS, type SettingsTab, to } from '#components/shell/to.ts';
import { PageHeadline } from '#components/ui/page-headline.tsx';
import { LinkTabs } from '#components/ui/tabs.tsx';

const WORDS: Record<SettingsTab, string> = {
  members: 'Members',
  keys: 'Keys',
  environments: 'Environments',
  data: 'Data',
  audit: 'Audit',
  about: 'About',
};

/** The headline of a settings page, and the tabs. */
export function SettingsHead({
  tab,
  headline,
  evidence,
}: {
  tab: SettingsTab;
  headline: ReactNode;
  evidence: ReactNode;
}) {
  const { project } = useProject();
  const tabs = SETTINGS_TABS.map((each) => ({
    href: to.settings(project.name, each),
    label: WORDS[each],
    current: each === tab,
  }));
  return (
    <>
      <PageHeadline evidence={evidence}>{headline}</PageHeadline>
      <LinkTabs label="Settings" tabs={tabs} />
    </>
  );
}
