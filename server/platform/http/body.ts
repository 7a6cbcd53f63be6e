import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Fault, unreadable } from '../faults.ts';

const inflate = promisify(gunzip);

const tooLarge = (maxBytes: number): Fault =>
  new Fault('payload_too_large', {
    status: 413,
    public: `The body is larger than ${maxBytes.toLocaleString('en')} bytes. Send it in smaller parts.`,
    headers: { connection: 'close' },
  });

/** Reads the whole body, gzip inflated, at most `maxBytes` before and after inflating (413). Cut short: 400. */
export async function readBody(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const encoding = request.headers['content-encoding']?.trim().toLowerCase();
  if (encoding !== undefined && encoding !== 'identity' && encoding !== 'gzip') {
    throw new Fault('unsupported_encoding', { status: 415, public: 'Content-Encoding must be gzip or left out.' });
  }
  const declared = Number(request.headers['content-length'] ?? 0);
  if (declared > maxBytes) throw tooLarge(maxBytes);
  const raw = await readRaw(request, maxBytes);
  if (encoding !== 'gzip') return raw;
  try {
    return await inflate(raw, { maxOutputLength: maxBytes });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') throw tooLarge(maxBytes);
    throw unreadable('malformed_gzip', 'The body is not valid gzip.');
  }
}

function readRaw(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) {
        request.removeAllListeners('data');
        request.resume();
        reject(tooLarge(maxBytes));
        return;
      }
      chunks.push(chunk);
    });
    request.on('end', () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    request.on('aborted', () => reject(unreadable('body_cut', 'The body ended before it was complete.')));
    request.on('error', () => reject(unreadable('body_cut', 'The body ended before it was complete.')));
  });
}
