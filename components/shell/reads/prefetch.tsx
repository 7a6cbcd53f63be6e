import 'server-only';
import { dehydrate, HydrationBoundary, type QueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Refused } from '#components/shell/states/refused.tsx';
import { orLeave } from './or-leave.ts';
import { makeQueryClient } from './query-client.ts';

/**
 * Waits for a page's reads on the server (`pageReads` of server/run/web) and hands their results to the components
 * inside. Not signed in: the sign-in page, with the way back. Not found or not visible to this person: the 404 page.
 * Not allowed: a panel with the reason.
 */
export async function Prefetch({
  reads,
  children,
}: {
  reads: (queryClient: QueryClient) => Promise<void>;
  children: ReactNode;
}) {
  const queryClient = makeQueryClient();
  const read = await orLeave(reads(queryClient));
  if (read.refused !== undefined) return <Refused reason={read.refused} />;
  return <HydrationBoundary state={dehydrate(queryClient)}>{children}</HydrationBoundary>;
}
