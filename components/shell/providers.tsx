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

const notices = {
  done: (sentence: string) => notify(sentence),
  failed: (error: unknown) => notify(sentenceOf(error), { tone: 'error' }),
  signedOut: () => window.location.assign(to.signIn(window.location.pathname + window.location.search)),
};

/**
 * The contexts that all pages share in the browser. `now` is the server's clock, `nonce` the nonce of the page's
 * Content-Security-Policy.
 */
export function Providers({ now, nonce, children }: { now: number; nonce?: string; children: ReactNode }) {
  const [queryClient] = useState(() => makeQueryClient(notices));
  const [trpcClient] = useState(makeTrpcClient);
  // A client-side navigation brings another nonce; the one in force stays that of the document.
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
