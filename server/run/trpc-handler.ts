import { fetchRequestHandler } from '@trpc/server/adapters/fetch';
import { cappedRequest } from '#server/platform/http/capped-request.ts';
import { clientIp } from '#server/platform/http/client-ip.ts';
import { crossSiteRefusal } from '#server/platform/http/same-origin.ts';
import { pageContext } from './page-context.ts';
import { appRouter } from './trpc-root.ts';
import { webServices } from './web-services.ts';

/** Values that a page sends are tens; a file to import goes as one text. */
const CAP = { maxBytes: 1_000_000, elementsMax: 20_000 };

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
    responseMeta: ({ errors }) => {
      const away = errors.some((error) => error.code === 'SERVICE_UNAVAILABLE');
      return { headers: new Headers({ 'cache-control': 'no-store', ...(away ? { 'retry-after': '2' } : {}) }) };
    },
  });
}
