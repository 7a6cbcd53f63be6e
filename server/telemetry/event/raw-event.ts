import type { CopyRow } from '#db/copy-reader.ts';
import type { Dims, Measures } from '#server/telemetry/rollup/domain/cell.ts';

/** An event as rollups see it. One object is used for all rows of a scan: read it, do not keep it. */
export type RawEvent = { ts: number; seriesId: bigint; dims: Dims; measures: Measures };

/** What is read of each event: an expression, and where its value goes. */
const READ: readonly (readonly [expression: string, take: (event: RawEvent, row: CopyRow) => void])[] = [
  [
    'e.ts',
    (event, row) => {
      event.ts = row.instant();
    },
  ],
  [
    'e.series_id',
    (event, row) => {
      event.seriesId = row.bigint();
    },
  ],
  [
    'e.environment',
    ({ dims }, row) => {
      dims.environment = row.int() ?? 0;
    },
  ],
  [
    'e.prompt',
    ({ dims }, row) => {
      dims.prompt = row.int() ?? 0;
    },
  ],
  [
    'e.version',
    ({ dims }, row) => {
      dims.version = row.int() ?? 0;
    },
  ],
  [
    'e.model',
    ({ dims }, row) => {
      dims.model = row.int() ?? 0;
    },
  ],
  [
    'e.service',
    ({ dims }, row) => {
      dims.service = row.int() ?? 0;
    },
  ],
  [
    'e.arm',
    ({ dims }, row) => {
      dims.arm = row.int() ?? 0;
    },
  ],
  [
    'e.error_code',
    ({ dims }, row) => {
      dims.errorCode = row.int() ?? 0;
    },
  ],
  [
    'e.status',
    ({ measures }, row) => {
      measures.failed = row.int() !== 0;
    },
  ],
  [
    'e.cost_nano',
    ({ measures }, row) => {
      measures.costNano = row.int8();
    },
  ],
  [
    'e.tokens_in',
    ({ measures }, row) => {
      measures.tokensIn = row.int();
    },
  ],
  [
    'e.tokens_out',
    ({ measures }, row) => {
      measures.tokensOut = row.int();
    },
  ],
  [
    'e.tokens_cached',
    ({ measures }, row) => {
      measures.tokensCached = row.int();
    },
  ],
  [
    'e.latency_ms',
    ({ measures }, row) => {
      measures.latencyMs = row.float8();
    },
  ],
  [
    'e.ttft_ms',
    ({ measures }, row) => {
      measures.ttftMs = row.float8();
    },
  ],
  [
    'e.input_chars',
    ({ measures }, row) => {
      measures.inputChars = row.int();
    },
  ],
  [
    'q.quality',
    ({ measures }, row) => {
      measures.quality = row.float8();
    },
  ],
  [
    'e.shard',
    ({ measures }, row) => {
      measures.shard = row.int() ?? -1;
    },
  ],
  [
    'o.success',
    ({ measures }, row) => {
      measures.success = row.bool();
    },
  ],
];
const TAKES = READ.map(([, take]) => take);

/** The SELECT list that `readRawEvent` reads, of `event e`, its task's `outcome o` and `q` with its quality. */
export const RAW_COLUMNS = READ.map(([expression]) => expression).join(', ');

/** Reads a row of {@link RAW_COLUMNS} into `event`. */
export function readRawEvent(row: CopyRow, event: RawEvent): void {
  for (const take of TAKES) take(event, row);
}

/** To be read into. */
export const emptyRawEvent = (): RawEvent => ({
  ts: 0,
  seriesId: 0n,
  dims: { environment: 0, prompt: 0, version: 0, model: 0, service: 0, arm: 0, errorCode: 0 },
  measures: {
    failed: false,
    costNano: null,
    tokensIn: null,
    tokensOut: null,
    tokensCached: null,
    latencyMs: null,
    ttftMs: null,
    inputChars: null,
    quality: null,
    shard: -1,
    success: null,
  },
});
