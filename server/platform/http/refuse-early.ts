import type { IncomingMessage, ServerResponse } from 'node:http';

/** How much of a body is still read after its refusal: all of one that is a little too large, but no endless stream. */
const DISCARDED_BYTES_MAX = 64_000_000;
const DISCARDED_MS_MAX = 10_000;

/**
 * Ends a refusal that was written while its request was still arriving. Closing at once would reset the connection, and
 * a client that is still sending would lose the response in its receive buffer. So the rest is read and discarded until
 * it ends, the client closes, or 64 MB or 10 s are reached; then the connection is closed.
 */
export function endAfterDiscarding(request: IncomingMessage, response: ServerResponse): void {
  let size = 0;
  const end = () => {
    clearTimeout(timer);
    request.off('data', discard);
    response.end();
  };
  const discard = (chunk: Buffer) => {
    size += chunk.length;
    if (size > DISCARDED_BYTES_MAX) end();
  };
  const timer = setTimeout(end, DISCARDED_MS_MAX);
  request.once('end', end);
  request.once('close', end);
  request.on('data', discard);
  request.resume();
}
