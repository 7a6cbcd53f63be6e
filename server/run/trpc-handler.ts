import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { Fault } from '#server/platform/faults.ts';
import { cappedRequest } from '#server/platform/http/capped-request.ts';
import { clientIp } from '#server/platform/http/client-ip.ts';
import { crossSiteRefusal } from '#server/platform/http/same-origin.ts';
import { pageContext } from './page-context.ts';
import { appRouter } from './trpc-root.ts';
import { webServices } from './web-services.ts';

/** What a fault says about when to try again (429, 503), beside what every answer carries. */
function headersOf(errors: { cause?: unknown }[]): Headers {
  const headers = new Headers({ 'cache-control': 'no-store' });
  for (const { cause } of errors) {
    const wait = cause instanceof Fault ? cause.headers['retry-after'] : undefined;
    if (wait !== undefined) headers.set('retry-after', wait);
  }
  return headers;
}

const MAX_BYTES = 1_000_000;

/** tRPC over HTTP for our own pages: same-origin JSON only, bodies of at most 1 MB, batches of at most 20. */
export async function handleTrpc(request: Request): Promise<Response> {
  const refusal = crossSiteRefusal(request, webServices().publicUrl);
  if (refusal) return Response.json({ error: { message: refusal } }, { status: 403 });
  const read = await cappedRequest(request, MAX_BYTES);
  if (read === null) return Response.json({ error: { message: 'The request is larger than 1 MB.' } }, { status: 413 });
  const ip = clientIp(request.headers.get('x-forwarded-for'));
  return fetchRequestHandler({
    endpoint: '/api/trpc',
    req: read,
    router: appRouter,
    maxBatchSize: 20,
    createContext: () => pageContext(ip),
    responseMeta: ({ errors }) => ({ headers: headersOf(errors) }),
  });
}
