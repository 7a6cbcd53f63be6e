import type { IncomingMessage, ServerResponse } from 'node:http';
import { makeTurns } from './batch.ts';
import { inflated, isGzip, joined, readRaw, tooLarge } from './body.ts';
import { type BodyBudget, type Held, makeBodyBudget } from './body-budget.ts';
import { checkElements, hasMoreElements, textFormatOf } from './count-elements.ts';
import type { HandOver } from './heavy.ts';
import type { Identity } from './identity.ts';
import { AT_ONCE, BODY_BUDGET, BODY_BYTES_MAX, ELEMENTS_MAX, FILE_BUDGET, UNCOUNTED_BYTES } from './limits.ts';
import type { AnyEdgeRoute, EdgeResponse } from './route.ts';

/** Resolves with the inflated body, or with the response where another process has handled the request. */
export type ReadBody = (
  request: IncomingMessage,
  response: ServerResponse,
  route: AnyEdgeRoute,
  identity: Identity,
) => Promise<Buffer | EdgeResponse>;

/**
 * Makes the function that reads bodies within the budgets of bytes and elements (limits.ts). A body that would block
 * this process for more than some milliseconds is passed to `handOver`; with null, none is. Errors: 413, 415, 429, and
 * those of reading.
 */
export function makeReadBody(handOver: HandOver | null): ReadBody {
  const bodies = makeBodyBudget(BODY_BUDGET);
  const files = makeBodyBudget(FILE_BUDGET);
  const turn = makeTurns();

  /**
   * The reservation for this request, released when its response is closed; null for a body too small to be counted.
   */
  function hold(request: IncomingMessage, response: ServerResponse, budget: BodyBudget, keyId: string): Held | null {
    const { 'content-length': declared, 'content-encoding': encoding } = request.headers;
    if (encoding === undefined && declared !== undefined && Number(declared) <= UNCOUNTED_BYTES) return null;
    const held = budget.hold(keyId);
    response.once('close', held.release);
    return held;
  }

  return async (request, response, route, identity) => {
    const gzip = isGzip(request);
    const maxBytes = route.maxBytes ?? BODY_BYTES_MAX;
    const isFile = maxBytes > BODY_BYTES_MAX;
    const over = route.atOnce === true ? null : handOver;
    const keyId = identity.actor.keyId ?? String(identity.project.id);
    const held = hold(request, response, isFile ? files : bodies, keyId);
    const chunks = await readRaw(request, response, { maxBytes, held });

    const atOnce = isFile ? AT_ONCE.fileBytes : AT_ONCE.bytes;
    const hereMax = over === null ? maxBytes : Math.min(maxBytes, atOnce);
    const size = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    if (over !== null && size > hereMax) return over({ request, response, identity, chunks, isGzip: gzip });
    const raw = joined(chunks);
    const bytes = gzip ? await inflated(raw, hereMax) : raw;
    if (bytes === null) {
      if (over === null || hereMax === maxBytes) throw tooLarge(maxBytes);
      return over({ request, response, identity, chunks: [raw], isGzip: true });
    }
    const full = gzip ? held?.reserve(bytes.length) : null;
    if (full) throw full;
    if (bytes.length > UNCOUNTED_BYTES) await turn();
    // No body has more elements than bytes.
    if (bytes.length <= AT_ONCE.elements) return bytes;
    const format = textFormatOf(bytes, request.headers['content-type']);
    if (over !== null && hasMoreElements(bytes, format, AT_ONCE.elements)) {
      return over({ request, response, identity, chunks: [bytes], isGzip: false });
    }
    if (over === null) checkElements(bytes, format, route.elementsMax ?? ELEMENTS_MAX);
    return bytes;
  };
}
