import type { CopyWriter } from '#db/copy.ts';
import type { CopyRow } from '#db/copy-reader.ts';
import type { Part } from '#server/telemetry/query/domain/metric.ts';
import { addSketchBytes, type BinCounts, encodeBins } from './domain/bin-counts.ts';
import type { Cell, Dims } from './domain/cell.ts';
import { addShardBytes, encodeShards } from './domain/shard-sums.ts';

/** One column of `rollup` that is added up, with what is written of a cell and how a read value is added to one. */
type Added = {
  /** The part it belongs to: not read where no requested part needs it. Null: a plain sum, always read. */
  part: Part | null;
  write: (writer: CopyWriter, cell: Cell) => void;
  add: (cell: Cell, row: CopyRow) => void;
};

const plain = (write: Added['write'], add: Added['add']): Added => ({ part: null, write, add });
const count = (of: (cell: Cell) => number, add: (cell: Cell, more: number) => void): Added =>
  plain(
    (writer, cell) => writer.int8(of(cell)),
    (cell, row) => add(cell, row.int8() ?? 0),
  );
const sketch = (part: Part, of: (cell: Cell) => BinCounts): Added => ({
  part,
  write: (writer, cell) => writer.raw(encodeBins(of(cell))),
  add: (cell, row) => addSketchBytes(of(cell), row.bytes()),
});

/** Every column that is added up. COPY, SELECT, writer and reader follow this table. */
const ADDED = {
  n: count(
    (cell) => cell.n,
    (cell, more) => {
      cell.n += more;
    },
  ),
  errors: count(
    (cell) => cell.errors,
    (cell, more) => {
      cell.errors += more;
    },
  ),
  cost_nano: count(
    (cell) => cell.costNano,
    (cell, more) => {
      cell.costNano += more;
    },
  ),
  cost_n: count(
    (cell) => cell.costN,
    (cell, more) => {
      cell.costN += more;
    },
  ),
  tokens_in: count(
    (cell) => cell.tokensIn,
    (cell, more) => {
      cell.tokensIn += more;
    },
  ),
  tokens_in_n: count(
    (cell) => cell.tokensInN,
    (cell, more) => {
      cell.tokensInN += more;
    },
  ),
  tokens_out: count(
    (cell) => cell.tokensOut,
    (cell, more) => {
      cell.tokensOut += more;
    },
  ),
  tokens_out_n: count(
    (cell) => cell.tokensOutN,
    (cell, more) => {
      cell.tokensOutN += more;
    },
  ),
  tokens_cached: count(
    (cell) => cell.tokensCached,
    (cell, more) => {
      cell.tokensCached += more;
    },
  ),
  tokens_cached_n: count(
    (cell) => cell.tokensCachedN,
    (cell, more) => {
      cell.tokensCachedN += more;
    },
  ),
  quality_sum: plain(
    (writer, cell) => writer.float8(cell.qualitySum),
    (cell, row) => {
      cell.qualitySum += row.float8() ?? 0;
    },
  ),
  quality_n: count(
    (cell) => cell.qualityN,
    (cell, more) => {
      cell.qualityN += more;
    },
  ),
  outcome_n: count(
    (cell) => cell.outcomeN,
    (cell, more) => {
      cell.outcomeN += more;
    },
  ),
  outcome_ok: count(
    (cell) => cell.outcomeOk,
    (cell, more) => {
      cell.outcomeOk += more;
    },
  ),
  latency: sketch('latency', (cell) => cell.latency),
  ttft: sketch('ttft', (cell) => cell.ttft),
  input_chars: sketch('input', (cell) => cell.inputChars),
  input_tokens: sketch('input', (cell) => cell.inputTokens),
  quality_shards: {
    part: 'shards',
    write: (writer, cell) => writer.raw(encodeShards(cell.shards)),
    add: (cell, row) => addShardBytes(cell.shards, row.bytes()),
  },
} satisfies Record<string, Added>;

/** A row's dimensions, with how each is written. */
const DIMS: Record<string, { of: keyof Dims; write: (writer: CopyWriter, number: number) => void }> = {
  environment: { of: 'environment', write: int4 },
  prompt: { of: 'prompt', write: int4 },
  version: { of: 'version', write: int4 },
  model: { of: 'model', write: int4 },
  service: { of: 'service', write: int4 },
  arm: { of: 'arm', write: (writer, number) => writer.int2(number) },
  error_code: { of: 'errorCode', write: int4 },
};

function int4(writer: CopyWriter, number: number): void {
  writer.int4(number);
}

export type RollupKey = { slot: number; tier: number; setId: number; bucket: number; key: bigint };

/** The key of a row. */
const KEY: Record<string, (writer: CopyWriter, key: RollupKey) => void> = {
  slot: (writer, { slot }) => writer.int4(slot),
  tier: (writer, { tier }) => writer.int2(tier),
  set_id: (writer, { setId }) => writer.int2(setId),
  bucket: (writer, { bucket }) => writer.instant(bucket),
  key_id: (writer, { key }) => writer.bigint(key),
};

const NAMES = [...Object.keys(KEY), ...Object.keys(DIMS), ...Object.keys(ADDED)];
const KEY_WRITES = Object.values(KEY);
const DIM_COLUMNS = Object.values(DIMS);
const ADDED_COLUMNS: readonly (readonly [name: string, column: Added])[] = Object.entries(ADDED);

/** Where the COPY of `writeRollup` goes. */
export const ROLLUP_COPY = `rollup (${NAMES.join(', ')})`;

/** Writes one row of `rollup`. */
export function writeRollup(writer: CopyWriter, key: RollupKey, dims: Dims, cell: Cell): void {
  writer.row(NAMES.length);
  for (const write of KEY_WRITES) write(writer, key);
  for (const { of, write } of DIM_COLUMNS) write(writer, dims[of]);
  for (const [, column] of ADDED_COLUMNS) column.write(writer, cell);
}

/** Columns of a row and how they are added up, in the order of the SELECT list. */
export type RollupColumns = { select: string; add: (row: CopyRow, cell: Cell) => void };

const HEAD = `bucket, key_id, set_id, ${Object.keys(DIMS).join(', ')}`;

function columnsOf(
  names: readonly (keyof typeof ADDED)[],
  sent: (column: Added) => boolean = () => true,
): RollupColumns {
  const columns = names.map((name): [string, Added] => [name, ADDED[name]]).filter(([, column]) => sent(column));
  const adds = columns.map(([, column]) => column.add);
  return {
    select: [HEAD, ...columns.map(([name]) => name)].join(', '),
    add(row, cell) {
      for (const add of adds) add(cell, row);
    },
  };
}

/** All that is not a sketch, and the sketches of `parts`: the others are not sent. */
export const columnsFor = (parts: readonly Part[]): RollupColumns =>
  columnsOf(Object.keys(ADDED) as (keyof typeof ADDED)[], ({ part }) => part === null || parts.includes(part));

/** Failures alone: a chart by code reads thousands of rows, and a column costs as much as any other. */
export const FAILURES_ONLY = columnsOf(['n', 'errors']);

/** Cost alone, for the same reason. */
export const COST_ONLY = columnsOf(['n', 'cost_nano', 'cost_n']);

export type RollupRowKey = { bucket: number; key: bigint; setId: number; dims: Dims };

/** Reads what a row of {@link RollupColumns} stands for; its `add` has to follow. */
export function readRollupKey(row: CopyRow): RollupRowKey {
  const key = { bucket: row.instant(), key: row.bigint(), setId: row.int() ?? 0 };
  const dims: Dims = { environment: 0, prompt: 0, version: 0, model: 0, service: 0, arm: 0, errorCode: 0 };
  for (const { of } of DIM_COLUMNS) dims[of] = row.int() ?? 0;
  return { ...key, dims };
}
