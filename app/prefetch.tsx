import 'server-only';
import {
  dehydrate,
  type FetchInfiniteQueryOptions,
  type FetchQueryOptions,
  HydrationBoundary,
} from '@tanstack/react-query';
import { createTRPCOptionsProxy, type TRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { cache, type ReactNode } from 'react';
import { orLeave } from '#components/shell/reads/or-leave.ts';
import { makeQueryClient } from '#components/shell/reads/query-client.ts';
import { Refused } from '#components/shell/states/refused.tsx';
import { type AppRouter, appRouter } from '#server/run/trpc-root.ts';
import { pageContext } from '#server/run/web/page-context.ts';

/** What `trpc.x.y.queryOptions(…)` and `infiniteQueryOptions(…)` give. */
type Read = { queryKey: readonly unknown[] };

const requestContext = cache(() => pageContext(null));

/**
 * Runs a page's reads on the server, side by side and without HTTP, and hands their answers to the components inside.
 * Not signed in: the sign-in page, with the way back. Nothing there that one may see: the 404 page. Not allowed: a panel with the reason.
 */
export async function Prefetch({
  load,
  children,
}: {
  load: (trpc: TRPCOptionsProxy<AppRouter>) => Read[];
  children: ReactNode;
}) {
  const queryClient = makeQueryClient();
  const trpc = createTRPCOptionsProxy({ router: appRouter, ctx: requestContext, queryClient });
  const reads = load(trpc).map((read) =>
    'initialPageParam' in read
      ? queryClient.fetchInfiniteQuery(read as unknown as FetchInfiniteQueryOptions)
      : queryClient.fetchQuery(read as unknown as FetchQueryOptions),
  );
  const answer = await orLeave(Promise.all(reads));
  if (answer.refused !== undefined) return <Refused reason={answer.refused} />;
  return <HydrationBoundary state={dehydrate(queryClient)}>{children}</HydrationBoundary>;
}
