import type { ServerResponse } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Fault } from '../faults.ts';

/** The RFC 9457 body of a fault. `code` and the members of `extra`, such as `current`, are extensions. */
export function problemOf(fault: Fault, requestId: string): Record<string, unknown> {
  return {
    type: `urn:switchyard:problem:${fault.code}`,
    title: STATUS_CODES[fault.status] ?? 'Error',
    status: fault.status,
    code: fault.code,
    detail: fault.message,
    instance: `urn:request:${requestId}`,
    ...(fault.errors.length > 0 ? { errors: fault.errors } : {}),
    ...fault.extra,
  };
}

/**
 * Sends `body` with the headers of every response. With `isOpen` the whole body is sent, but the response is not ended.
 */
export function send(
  response: ServerResponse,
  status: number,
  requestId: string,
  body: string | Buffer,
  headers: Record<string, string>,
  { isOpen = false }: { isOpen?: boolean } = {},
): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-request-id': requestId,
    'content-length': Buffer.byteLength(body),
    ...headers,
  });
  if (isOpen) response.write(body);
  else response.end(body);
}

/**
 * Responds with a fault as RFC 9457 JSON. Where a response has begun already, closes the connection, so that the client
 * does not take it for complete. `isEarly`: the request is still arriving; `endAfterDiscarding` must close the
 * connection.
 */
export function sendFault(
  response: ServerResponse,
  fault: Fault,
  requestId: string,
  { isEarly = false }: { isEarly?: boolean } = {},
): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const headers = {
    'content-type': 'application/problem+json; charset=utf-8',
    ...(fault.status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
    ...(isEarly ? { connection: 'close' } : {}),
    ...fault.headers,
  };
  send(response, fault.status, requestId, JSON.stringify(problemOf(fault, requestId)), headers, { isOpen: isEarly });
}
