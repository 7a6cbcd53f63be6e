import type { FetchInfiniteQueryOptions, FetchQueryOptions, QueryClient } from '@tanstack/react-query';
import { createTRPCOptionsProxy, type TRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { cache } from 'react';
import { type AppRouter, appRouter } from '#server/run/trpc-root.ts';
import { pageContext } from './page-context.ts';

/** The result of `trpc.x.y.queryOptions(…)` or `infiniteQueryOptions(…)`. */
type Read = { queryKey: readonly unknown[] };

const requestContext = cache(() => pageContext(null));

/**
 * The reads of a page, as `Prefetch` expects them: they fill its cache on the server, in parallel and without HTTP.
 * Errors: the `TRPCError` of the first read that failed.
 */
export function pageReads(load: (trpc: TRPCOptionsProxy<AppRouter>) => Read[]) {
  return async (queryClient: QueryClient): Promise<void> => {
    const trpc = createTRPCOptionsProxy({ router: appRouter, ctx: requestContext, queryClient });
    const reads = load(trpc).map((read) =>
      'initialPageParam' in read
        ? queryClient.fetchInfiniteQuery(read as unknown as FetchInfiniteQueryOptions)
        : queryClient.fetchQuery(read as unknown as FetchQueryOptions),
    );
    await Promise.all(reads);
  };
}
