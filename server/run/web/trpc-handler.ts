import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { Fault } from '#server/platform/faults.ts';
import { cappedRequest } from '#server/platform/http/capped-request.ts';
import { clientIp } from '#server/platform/http/client-ip.ts';
import { crossSiteRefusal } from '#server/platform/http/same-origin.ts';
import { appRouter } from '#server/run/trpc-root.ts';
import { pageContext } from './page-context.ts';
import { webServices } from './web-services.ts';

/** A page sends tens of values; a file to import is one text. */
const CAP = { maxBytes: 1_000_000, elementsMax: 20_000 };

/** The headers of a response: `Retry-After` from a fault (429, 503), and those of every response. */
function headersOf(errors: { code: string; cause?: unknown }[]): Headers {
  const headers = new Headers({ 'cache-control': 'no-store' });
  for (const { code, cause } of errors) {
    const wait = cause instanceof Fault ? cause.headers['retry-after'] : undefined;
    if (wait !== undefined) headers.set('retry-after', wait);
    else if (code === 'SERVICE_UNAVAILABLE') headers.set('retry-after', '2');
  }
  return headers;
}

/** tRPC over HTTP for our own pages: same-origin JSON only, bodies of at most 1 MB, batches of at most 20. */
export async function handleTrpc(request: Request): Promise<Response> {
  const refusal = crossSiteRefusal(request, webServices().publicUrl);
  if (refusal) return Response.json({ error: { message: refusal } }, { status: 403 });
  const read = await cappedRequest(request, CAP);
  if (read === null)
    return Response.json(
      { error: { message: 'The request is larger than 1 MB, or holds more than 20,000 values.' } },
      { status: 413 },
    );
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
