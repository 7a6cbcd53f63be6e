'use client';

import { createTRPCClient, httpBatchLink } from '@trpc/client';
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import { createTRPCContext } from '@trpc/tanstack-react-query';
import { pageWire } from '#server/platform/page-wire.ts';
import type { AppRouter } from '#server/run/trpc-root.ts';

/** The API of our own pages, typed by the root router. No other file of `components/` names that type. */
export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>();

/** The most reads that the server accepts in one request. */
const BATCH_MAX = 20;

/** The browser's client: reads and actions of one tick travel in one request. */
export function makeTrpcClient() {
  return createTRPCClient<AppRouter>({
    links: [httpBatchLink({ url: '/api/trpc', transformer: pageWire, maxItems: BATCH_MAX })],
  });
}

/** What a procedure returns: `Outputs['prompts']['list']`. */
export type Outputs = inferRouterOutputs<AppRouter>;
/** What a procedure takes: `Inputs['prompts']['list']`. */
export type Inputs = inferRouterInputs<AppRouter>;
