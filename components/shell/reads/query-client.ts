import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { statusOf } from './fault.ts';

declare module '@tanstack/react-query' {
  interface Register {
    mutationMeta: {
      /** `inline`: the form shows its own error sentence, so no toast. */
      errors?: 'inline';
      /** The toast after success: "Key ci revoked". */
      done?: string;
    };
  }
}

type Notices = {
  done: (sentence: string) => void;
  failed: (error: unknown) => void;
  /** Called when the session has ended while the page was open. */
  signedOut: () => void;
};

/**
 * One cache for reads: on the server per request, in the browser per page load. Every successful mutation refetches all
 * reads on screen before it counts as done, so that no page shows an old state and no page has to know which reads an
 * action of another feature affects.
 */
export function makeQueryClient(notices?: Notices): QueryClient {
  const client: QueryClient = new QueryClient({
    defaultOptions: {
      queries: {
        // Prefetched reads are fresh on arrival; without this each would be fetched twice.
        staleTime: 5_000,
        // A page that is being rendered on the server has no time for retries.
        retry: (failures, error) => typeof window !== 'undefined' && failures < 2 && statusOf(error) >= 500,
      },
    },
    queryCache: new QueryCache({
      onError: (error) => {
        if (statusOf(error) === 401) notices?.signedOut();
      },
    }),
    mutationCache: new MutationCache({
      onSuccess: async (_data, _variables, _context, mutation) => {
        if (mutation.meta?.done) notices?.done(mutation.meta.done);
        await client.invalidateQueries();
      },
      onError: (error, _variables, _context, mutation) => {
        if (statusOf(error) === 401) notices?.signedOut();
        else if (mutation.meta?.errors !== 'inline') notices?.failed(error);
      },
    }),
  });
  return client;
}
