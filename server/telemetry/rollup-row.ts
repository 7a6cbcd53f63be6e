import type { CopyWriter } from '#db/copy.ts';
import type { CopyRow } from '#db/copy-reader.ts';
import { addSketchBytes, encodeBins } from './domain/bin-counts.ts';
import type { Cell, Dims } from './domain/cell.ts';
import type { Part } from './domain/metric.ts';
import { addShardBytes, encodeShards } from './domain/shard-sums.ts';

const SUMS =
  'n, errors, cost_nano, cost_n, tokens_in, tokens_in_n, tokens_out, tokens_out_n, tokens_cached, tokens_cached_n, ' +
  'quality_sum, quality_n, outcome_n, outcome_ok';
const DIMS = 'environment, prompt, version, model, service, arm, error_code';

/** The columns of the COPY into `rollup`, in the order of `writeRollup`. */
export const ROLLUP_COLUMNS =
  `rollup (slot, tier, set_id, bucket, key_id, ${DIMS}, ${SUMS}, latency, ttft, input_chars, input_tokens, ` +
  'quality_shards)';
const ROLLUP_COLUMN_COUNT = 31;

export type RollupKey = { slot: number; tier: number; setId: number; bucket: number; key: bigint };

/** Writes one row of `rollup`. */
export function writeRollup(writer: CopyWriter, key: RollupKey, dims: Dims, cell: Cell): void {
  writer.row(ROLLUP_COLUMN_COUNT);
  writer.int4(key.slot);
  writer.int2(key.tier);
  writer.int2(key.setId);
  writer.instant(key.bucket);
  writer.bigint(key.key);
  writer.int4(dims.environment);
  writer.int4(dims.prompt);
  writer.int4(dims.version);
  writer.int4(dims.model);
  writer.int4(dims.service);
  writer.int2(dims.arm);
  writer.int4(dims.errorCode);
  writer.int8(cell.n);
  writer.int8(cell.errors);
  writer.int8(cell.costNano);
  writer.int8(cell.costN);
  writer.int8(cell.tokensIn);
  writer.int8(cell.tokensInN);
  writer.int8(cell.tokensOut);
  writer.int8(cell.tokensOutN);
  writer.int8(cell.tokensCached);
  writer.int8(cell.tokensCachedN);
  writer.float8(cell.qualitySum);
  writer.int8(cell.qualityN);
  writer.int8(cell.outcomeN);
  writer.int8(cell.outcomeOk);
  writer.raw(encodeBins(cell.latency));
  writer.raw(encodeBins(cell.ttft));
  writer.raw(encodeBins(cell.inputChars));
  writer.raw(encodeBins(cell.inputTokens));
  writer.raw(encodeShards(cell.shards));
}

/** Every sketch and sum there is. */
export const ALL_PARTS: readonly Part[] = ['latency', 'ttft', 'input', 'shards'];

/** The SELECT list that `readRollupKey` and `addRollup` read; parts that nobody needs are not sent. */
export function rollupSelect(parts: readonly Part[]): string {
  const bytes = (part: Part, column: string) => (parts.includes(part) ? column : 'null::bytea');
  const sketches = [
    bytes('latency', 'latency'),
    bytes('ttft', 'ttft'),
    bytes('input', 'input_chars'),
    bytes('input', 'input_tokens'),
    bytes('shards', 'quality_shards'),
  ];
  return `bucket, key_id, set_id, ${DIMS}, ${SUMS}, ${sketches.join(', ')}`;
}

/** Columns of a row and how they are added up, in the order of the SELECT list. */
export type RollupColumns = { select: string; add: (row: CopyRow, cell: Cell) => void };

/** All that is not a sketch, and the sketches of `parts`. */
export const columnsFor = (parts: readonly Part[]): RollupColumns => ({ select: rollupSelect(parts), add: addRollup });

/** Failures alone: a chart by code reads thousands of rows, and a column costs as much as any other. */
export const FAILURES_ONLY: RollupColumns = {
  select: `bucket, key_id, set_id, ${DIMS}, n, errors`,
  add(row, cell) {
    cell.n += row.int8() ?? 0;
    cell.errors += row.int8() ?? 0;
  },
};

/** Cost alone, for the same reason. */
export const COST_ONLY: RollupColumns = {
  select: `bucket, key_id, set_id, ${DIMS}, n, cost_nano, cost_n`,
  add(row, cell) {
    cell.n += row.int8() ?? 0;
    cell.costNano += row.int8() ?? 0;
    cell.costN += row.int8() ?? 0;
  },
};

export type RollupRowKey = { bucket: number; key: bigint; setId: number; dims: Dims };

/** Reads what a row of `rollupSelect` stands for; `addRollup` has to follow. */
export function readRollupKey(row: CopyRow): RollupRowKey {
  return {
    bucket: row.instant(),
    key: row.bigint(),
    setId: row.int() ?? 0,
    dims: {
      environment: row.int() ?? 0,
      prompt: row.int() ?? 0,
      version: row.int() ?? 0,
      model: row.int() ?? 0,
      service: row.int() ?? 0,
      arm: row.int() ?? 0,
      errorCode: row.int() ?? 0,
    },
  };
}

/** Adds the rest of the row to `cell`, without making one in between. */
export function addRollup(row: CopyRow, cell: Cell): void {
  cell.n += row.int8() ?? 0;
  cell.errors += row.int8() ?? 0;
  cell.costNano += row.int8() ?? 0;
  cell.costN += row.int8() ?? 0;
  cell.tokensIn += row.int8() ?? 0;
  cell.tokensInN += row.int8() ?? 0;
  cell.tokensOut += row.int8() ?? 0;
  cell.tokensOutN += row.int8() ?? 0;
  cell.tokensCached += row.int8() ?? 0;
  cell.tokensCachedN += row.int8() ?? 0;
  cell.qualitySum += row.float8() ?? 0;
  cell.qualityN += row.int8() ?? 0;
  cell.outcomeN += row.int8() ?? 0;
  cell.outcomeOk += row.int8() ?? 0;
  addSketchBytes(cell.latency, row.bytes());
  addSketchBytes(cell.ttft, row.bytes());
  addSketchBytes(cell.inputChars, row.bytes());
  addSketchBytes(cell.inputTokens, row.bytes());
  addShardBytes(cell.shards, row.bytes());
}
