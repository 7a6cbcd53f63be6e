import type { Readable } from 'node:stream';
import type postgres from 'postgres';
import type { Sql } from '#db/client.ts';
import { CopyReader, type CopyRow } from '#db/copy-reader.ts';
import { readCopy } from '#db/copy-stream.ts';
import { emptyRawEvent, RAW_COLUMNS, type RawEvent, readRawEvent } from './raw-event.ts';

export type ScanOptions = {
  slot: number;
  /** `[from, to)` in ms. */
  from: number;
  to: number;
  /** More conditions on `e`, made of numbers and of `literal()`s only. */
  where?: string;
  /** Stop after this many rows: `complete` is false then. */
  limit?: number;
};

/** A moment in the text of a statement: only then does the planner leave out the partitions of other days. */
export const instant = (ms: number): string => `timestamptz '${new Date(ms).toISOString()}'`;

/** A text as SQL literal, for COPY, which takes no parameters. */
export const literal = (text: string): string => `'${text.replaceAll('\u0000', '').replaceAll("'", "''")}'`;

/**
 * Reads the raw events of a range as binary rows, about 4 µs each on both sides together. Cost: one range of the index
 * (slot, ts); a lookup per event in `outcome` where it has a task, in `feedback` where it has no quality of its own and
 * the project has feedback at all. Index lookups are forced: today's partitions have no statistics yet, and without them
 * the planner was seen to read the whole of `outcome` for each event.
 */
export async function scanEvents(
  sql: Sql | postgres.TransactionSql,
  options: ScanOptions,
  onEvent: (event: RawEvent) => void,
): Promise<{ rows: number; complete: boolean }> {
  const { slot, limit } = options;
  const [has] = await sql<{ feedback: boolean }[]>`
    select exists (select 1 from feedback where slot = ${slot} and name = 'quality') as feedback,
      set_config('enable_seqscan', 'off', true), set_config('enable_hashjoin', 'off', true),
      set_config('enable_mergejoin', 'off', true), set_config('enable_material', 'off', true)`;
  const quality = has?.feedback ? 'coalesce(e.quality, f.score)' : 'e.quality';
  const feedback = has?.feedback
    ? `left join lateral (select avg(score) as score from feedback where slot = ${slot} and event_key = e.key
         and name = 'quality' and e.quality is null) f on true`
    : '';
  const query = `
    select ${RAW_COLUMNS}
    from event e
    left join lateral (select success from outcome where slot = ${slot} and outcome_id = e.outcome_id
      and task_key = e.key and e.outcome_id is not null) o on true
    ${feedback}
    cross join lateral (select ${quality} as quality) q
    where e.slot = ${slot} and e.ts >= ${instant(options.from)} and e.ts < ${instant(options.to)}
      ${options.where ? `and (${options.where})` : ''}
    ${limit === undefined ? '' : `limit ${limit + 1}`}`;
  let rows = 0;
  const event = emptyRawEvent();
  await copyOut(sql, query, (row) => {
    rows += 1;
    readRawEvent(row, event);
    if (limit === undefined || rows <= limit) onEvent(event);
  });
  return { rows, complete: limit === undefined || rows <= limit };
}

/**
 * Runs COPY TO of `query` and calls `onRow` for each row as it arrives. In a transaction, or on
 * the pool of `store.reader`: anywhere else the driver sends other queries in between.
 */
export async function copyOut(
  sql: Sql | postgres.TransactionSql,
  query: string,
  onRow: (row: CopyRow) => void,
): Promise<void> {
  const reader = new CopyReader(onRow);
  const read = (stream: Readable) =>
    new Promise<void>((resolve, reject) => {
      // Listened to rather than iterated: the driver hands over every row by itself, and a promise a row costs more than it.
      stream.on('data', (chunk: Buffer) => {
        try {
          reader.push(chunk);
        } catch (error) {
          stream.destroy(error instanceof Error ? error : new Error(String(error)));
        }
      });
      stream.once('end', resolve);
      stream.once('error', reject);
      stream.once('close', () => reject(new Error('The COPY ended early.')));
    });
  await readCopy(sql.unsafe(`copy (${query}) to stdout with (format binary)`), read);
}
