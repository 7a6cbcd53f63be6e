import type { IncomingMessage, ServerResponse } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Fault, unreadable } from '../faults.ts';
import type { Held } from './body-budget.ts';

const inflate = promisify(gunzip);

/** 413: more bytes than the route accepts. */
export const tooLarge = (maxBytes: number): Fault =>
  new Fault('payload_too_large', {
    status: 413,
    public: `The body is larger than ${maxBytes.toLocaleString('en')} bytes. Send it in smaller parts.`,
  });

/** Whether the body is gzip; 415 for every other encoding. */
export function isGzip({ headers }: IncomingMessage): boolean {
  const encoding = headers['content-encoding']?.trim().toLowerCase();
  if (encoding !== undefined && encoding !== 'identity' && encoding !== 'gzip') {
    throw new Fault('unsupported_encoding', { status: 415, public: 'Content-Encoding must be gzip or left out.' });
  }
  return encoding === 'gzip';
}

/**
 * Reads the body as it was sent, in the chunks in which it arrives, each counted against `held`. Rejects with 413 past
 * `maxBytes`, at once where the declared length is larger, and with 400 where the body is cut short. Sends
 * `100 Continue` to a client that waits for it.
 */
export function readRaw(
  request: IncomingMessage,
  response: ServerResponse,
  { maxBytes, held }: { maxBytes: number; held: Held | null },
): Promise<Buffer[]> {
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) return Promise.reject(tooLarge(maxBytes));
  if (request.headers.expect?.toLowerCase() === '100-continue') response.writeContinue();
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const refuse = (fault: Fault) => {
      chunks.length = 0;
      held?.release();
      request.removeAllListeners('data');
      request.resume();
      reject(fault);
    };
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      const fault = size > maxBytes ? tooLarge(maxBytes) : held?.reserve(chunk.length);
      if (fault) refuse(fault);
      else chunks.push(chunk);
    });
    request.on('end', () => resolve(chunks));
    request.on('aborted', () => reject(unreadable('body_cut', 'The body ended before it was complete.')));
    request.on('error', () => reject(unreadable('body_cut', 'The body ended before it was complete.')));
  });
}

/** The chunks as one buffer. */
export const joined = (chunks: Buffer[]): Buffer =>
  chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks);

/** Inflates gzip on another thread. Null past `maxBytes`; throws 400 for bytes that are no gzip. */
export async function inflated(raw: Buffer, maxBytes: number): Promise<Buffer | null> {
  try {
    return await inflate(raw, { maxOutputLength: maxBytes });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') return null;
    throw unreadable('malformed_gzip', 'The body is not valid gzip.');
  }
}
