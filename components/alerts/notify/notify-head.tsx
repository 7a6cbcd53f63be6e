'use client';

import type { ReactNode } from 'react';
import { PageHeadline } from '#components/ui/page-headline.tsx';
import { type AlertsTab, AlertsTabs } from '../alerts-tabs.tsx';

/** The headline of a page about notifications, and the tabs. */
export function NotifyHead({ tab, headline, evidence }: { tab: AlertsTab; headline: ReactNode; evidence?: ReactNode }) {
  return (
    <>
      <PageHeadline evidence={evidence}>{headline}</PageHeadline>
      <AlertsTabs current={tab} />
    </>
  );
}
