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

/** Sends `body` with the headers that every answer carries. */
export function send(
  response: ServerResponse,
  status: number,
  requestId: string,
  body: string | Buffer,
  headers: Record<string, string>,
): void {
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-request-id': requestId,
    'content-length': Buffer.byteLength(body),
    ...headers,
  });
  response.end(body);
}

/** Answers with a fault as RFC 9457 JSON; where an answer has begun already, cuts it, so that nobody takes it for whole. */
export function sendFault(response: ServerResponse, fault: Fault, requestId: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  send(response, fault.status, requestId, JSON.stringify(problemOf(fault, requestId)), {
    'content-type': 'application/problem+json; charset=utf-8',
    ...(fault.status === 401 ? { 'www-authenticate': 'Bearer' } : {}),
    ...fault.headers,
  });
}
