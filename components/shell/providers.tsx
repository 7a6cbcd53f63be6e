'use client';

import { CSPProvider } from '@base-ui/react/csp-provider';
import { QueryClientProvider } from '@tanstack/react-query';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { type ReactNode, useState } from 'react';
import { notify } from '#components/ui/overlay/notify.ts';
import { Toaster } from '#components/ui/overlay/toast.tsx';
import { NowProvider } from '#components/ui/time/now.tsx';
import { sentenceOf } from './reads/fault.ts';
import { makeQueryClient } from './reads/query-client.ts';
import { to } from './to.ts';
import { makeTrpcClient, TRPCProvider } from './trpc.ts';

const say = {
  done: (sentence: string) => notify(sentence),
  failed: (error: unknown) => notify(sentenceOf(error), { tone: 'error' }),
  signedOut: () => window.location.assign(to.signIn(window.location.pathname + window.location.search)),
};

/** What all pages share in the browser. `now` is the server's clock, `nonce` what the page's policy lets through. */
export function Providers({ now, nonce, children }: { now: number; nonce?: string; children: ReactNode }) {
  const [queryClient] = useState(() => makeQueryClient(say));
  const [trpcClient] = useState(makeTrpcClient);
  // A page read anew brings another nonce; in force stays the one that the document came with.
  const [ofDocument] = useState(nonce);
  return (
    <CSPProvider nonce={ofDocument}>
      <NuqsAdapter defaultOptions={{ history: 'push' }}>
        <QueryClientProvider client={queryClient}>
          <TRPCProvider trpcClient={trpcClient} queryClient={queryClient}>
            <NowProvider initial={now}>
              <Toaster>{children}</Toaster>
            </NowProvider>
          </TRPCProvider>
        </QueryClientProvider>
      </NuqsAdapter>
    </CSPProvider>
  );
}
