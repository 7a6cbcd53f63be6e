import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { Fault } from '../faults.ts';
import { problemOf } from './problem.ts';

const NOT_HTTP = { status: 400, code: 'malformed_request', sentence: 'This is not a readable HTTP/1.1 request.' };
const UNREADABLE: Record<string, typeof NOT_HTTP> = {
  HPE_HEADER_OVERFLOW: {
    status: 431,
    code: 'headers_too_large',
    sentence: 'Address and headers are larger than 16 kB. Send fewer or shorter ones.',
  },
  ERR_HTTP_REQUEST_TIMEOUT: {
    status: 408,
    code: 'request_timeout',
    sentence: 'The request did not arrive in time. Send it again on a new connection.',
  },
};

/** Responds to bytes that Node could not parse as a request (`clientError`) with 400, 408 or 431, as RFC 9457 JSON. */
export function refuseUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const { status, code, sentence } = UNREADABLE[error.code ?? ''] ?? NOT_HTTP;
  const requestId = randomUUID();
  const body = JSON.stringify(problemOf(new Fault(code, { status, public: sentence }), requestId));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'Content-Type: application/problem+json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${requestId}`,
    'Cache-Control: no-store',
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
