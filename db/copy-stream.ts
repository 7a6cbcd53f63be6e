import type { Readable, Writable } from 'node:stream';
import type postgres from 'postgres';
import { onRejected } from './guard-transaction.ts';

/** What the driver's type does not declare: it calls this with the stream when the COPY begins. */
type CopyQuery = postgres.PendingQuery<postgres.Row[]> & { resolve(stream: Readable | Writable): void };

/**
 * Runs a COPY, which has not been awaited yet, and gives `use` its stream in the moment the driver opens it. Whoever awaits
 * the stream gets it a moment later: where the COPY fails in between, as when its first rows and its failure arrive
 * together, the stream's error then has no listener and ends the process. Rejects as the COPY does, also where it never
 * begins.
 */
function withStream<S extends Readable | Writable>(
  query: postgres.PendingQuery<postgres.Row[]>,
  open: (query: postgres.PendingQuery<postgres.Row[]>) => Promise<S>,
  use: (stream: S) => Promise<void>,
): Promise<void> {
  const copy = query as CopyQuery;
  const { resolve } = copy;
  return new Promise((done, fail) => {
    copy.resolve = (stream) => {
      copy.resolve = resolve; // called once more, without a stream, at the end of the COPY
      use(stream as S).then(done, fail);
      resolve(stream);
    };
    // Also called where the stream has ended on this side: its end is never confirmed then.
    onRejected(copy, fail);
    open(copy).catch(fail);
  });
}

/** Runs COPY … TO STDOUT; settles as `use` does. */
export const readCopy = (query: postgres.PendingQuery<postgres.Row[]>, use: (stream: Readable) => Promise<void>) =>
  withStream(query, (copy) => copy.readable(), use);

/** Runs COPY … FROM STDIN; settles as `use` does. */
export const writeCopy = (query: postgres.PendingQuery<postgres.Row[]>, use: (stream: Writable) => Promise<void>) =>
  withStream(query, (copy) => copy.writable(), use);
