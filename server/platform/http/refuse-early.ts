import type { IncomingMessage, ServerResponse } from 'node:http';

/** What is still read of a body after its refusal: all of one that is a little too large, and no endless stream. */
const DISCARDED_BYTES_MAX = 64_000_000;
const DISCARDED_MS_MAX = 10_000;

/**
 * Ends a refusal that was written while its request was still coming. Closing at once would reset the connection, and
 * the client, busy sending, would lose the answer that already lies in its buffer. So the rest is read and thrown away
 * until it ends, the client closes, or there is too much of it; then the connection is closed.
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
