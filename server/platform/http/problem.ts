import type { ServerResponse } from 'node:http';
import { STATUS_CODES } from 'node:http';
import type { Fault } from '../faults.ts';

/** RFC 9457 body of a fault. `code` and `current`-like extras are extension members. */
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

/** Sends `body` with the headers that every answer carries; with `isOpen` the answer is whole but not ended yet. */
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
 * Answers with a fault as RFC 9457 JSON; where an answer has begun already, cuts it, so that nobody takes it for whole.
 * `isEarly`: the request is still coming, so the connection is to be closed, by `endAfterDiscarding`.
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
