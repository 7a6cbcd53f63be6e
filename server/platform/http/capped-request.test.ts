import { expect, it } from 'vitest';
import { cappedRequest } from './capped-request.ts';

const CAP = { maxBytes: 1000, elementsMax: 10 };

/** A body that arrives in pieces, without a declared length; counts the pieces that were read. */
function streamed(pieces: number, bytesEach: number) {
  const read = { pieces: 0 };
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (read.pieces++ < pieces) controller.enqueue(new Uint8Array(bytesEach).fill(120));
        else controller.close();
      },
    },
    { highWaterMark: 0 },
  );
  const request = new Request('http://here.test/api', { method: 'POST', body, duplex: 'half' } as RequestInit);
  return { read, request };
}

it('passes on a body of exactly the cap, with its headers', async () => {
  const { request } = streamed(10, 100);
  request.headers.set('x-kept', 'yes');
  const capped = await cappedRequest(request, CAP);
  expect((await capped?.arrayBuffer())?.byteLength).toBe(1000);
  expect(capped?.headers.get('x-kept')).toBe('yes');
});

it('stops reading past the cap', async () => {
  const { request, read } = streamed(1000, 100);
  expect(await cappedRequest(request, CAP)).toBeNull();
  expect(read.pieces).toBeLessThanOrEqual(12);
});

it('reads nothing of a body whose declared length is larger', async () => {
  const { request, read } = streamed(1000, 100);
  request.headers.set('content-length', '1001');
  expect(await cappedRequest(request, CAP)).toBeNull();
  expect(read.pieces).toBe(0);
});

it('leaves a request without a body as it is', async () => {
  const request = new Request('http://here.test/api');
  expect(await cappedRequest(request, CAP)).toBe(request);
});

it('refuses JSON with more values than allowed, however few bytes it has', async () => {
  const of = (body: string) => new Request('http://here.test/api', { method: 'POST', body });
  expect(await cappedRequest(of(`[${'0,'.repeat(8)}0]`), CAP)).not.toBeNull();
  expect(await cappedRequest(of(`[${'0,'.repeat(10)}0]`), CAP)).toBeNull();
});
