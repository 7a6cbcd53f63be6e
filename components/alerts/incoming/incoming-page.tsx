'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { AGAIN_MS } from '#components/shell/reads/live.ts';
import { useTRPC } from '#components/shell/trpc.ts';
import { PageHeadline } from '#components/ui/page-headline.tsx';
import { AlertsTabs } from '../alerts-tabs.tsx';
import { ComparedAlerts } from './compared-alerts.tsx';
import { incomingHeadline } from './incoming-words.ts';
import { Senders } from './senders.tsx';
import { StatusPages } from './status-pages.tsx';

/** Alerts from outside: where others send them, what came, and what providers announce beside our own alerts. */
export function IncomingPage({ project }: { project: string }) {
  const trpc = useTRPC();
  const { data } = useSuspenseQuery({
    ...trpc.incoming.page.queryOptions({ project }),
    refetchInterval: AGAIN_MS.serving,
  });
  return (
    <>
      <PageHeadline evidence="What other systems notice becomes an alert like our own. What providers announce is read from their status pages, once a minute, where you added one.">
        {incomingHeadline(data)}
      </PageHeadline>
      <AlertsTabs current="incoming" />
      <ComparedAlerts compared={data.compared} />
      <StatusPages data={data} />
      <Senders sources={data.sources} />
    </>
  );
}
