import { hasMoreElements } from './count-elements.ts';

/**
 * The same request with its body read into memory. Null where the body has more than `maxBytes` bytes, whatever its
 * declared length, or more than `elementsMax` elements of JSON; reading stops at the limit.
 */
export async function cappedRequest(
  request: Request,
  { maxBytes, elementsMax }: { maxBytes: number; elementsMax: number },
): Promise<Request | null> {
  if (request.body === null) return request;
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.length;
    if (size > maxBytes) return null; // leaving the loop cancels the stream
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks);
  if (hasMoreElements(body, 'json', elementsMax)) return null;
  return new Request(request.url, {
    method: request.method,
    headers: request.headers,
    body,
    signal: request.signal,
  });
}
