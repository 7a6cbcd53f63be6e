import type { CopyWriter } from '#db/copy.ts';
import { PRICED_HERE } from '#server/telemetry/ingest/domain/event-time.ts';
import { COLUMN_FIELDS, type ColumnOf, type StoredField } from './domain/event-fields.ts';
import { writtenFor, writtenTotal } from './domain/measure.ts';
import type { ReadyEvent } from './ready-event.ts';

/** What one row of `event` is written from. */
type Source = { slot: number; receivedAt: number; event: ReadyEvent };
type Write = (writer: CopyWriter, source: Source) => void;

/** Where a sent field goes as it is. One function a type: the writer is called some 30 times an event. */
const SENT: Record<StoredField['column'], (field: ColumnOf['field']) => Write> = {
  int2:
    (field) =>
    (writer, { event }) =>
      writer.int2(event.checked.message[field] as number | null),
  int4:
    (field) =>
    (writer, { event }) =>
      writer.int4(event.checked.message[field] as number | null),
  float8:
    (field) =>
    (writer, { event }) =>
      writer.float8(event.checked.message[field] as number | null),
  text:
    (field) =>
    (writer, { event }) =>
      writer.text(event.checked.message[field] as string | null),
};

/** Every column of `event` with what is written there: the sent fields that have one, and what ingest makes of the rest. */
const COLUMNS: Record<string, Write> = {
  ts: (writer, { event }) => writer.instant(event.checked.at),
  received_at: (writer, { receivedAt }) => writer.instant(receivedAt),
  series_id: (writer, { event }) => writer.bigint(event.seriesId),
  cost_nano: (writer, { event }) => writer.int8(event.costNano),
  slot: (writer, { slot }) => writer.int4(slot),
  environment: (writer, { event }) => writer.int4(event.dims.environment),
  prompt: (writer, { event }) => writer.int4(event.dims.prompt),
  version: (writer, { event }) => writer.int4(event.dims.version),
  model: (writer, { event }) => writer.int4(event.dims.model),
  service: (writer, { event }) => writer.int4(event.dims.service),
  error_code: (writer, { event }) => writer.int4(event.dims.errorCode),
  query_type: (writer, { event }) => writer.int4(event.queryType),
  status: (writer, { event }) => writer.int2(event.checked.message.status === 'error' ? 1 : 0),
  arm: (writer, { event }) => writer.int2(event.dims.arm),
  flags: (writer, { event }) => writer.int2(event.checked.flags | (event.pricedHere ? PRICED_HERE : 0)),
  shard: (writer, { event }) => writer.int2(event.shard),
  key: (writer, { event }) => writer.uuid(event.key),
  id: (writer, { event }) => writer.text(event.idText),
  tags: (writer, { event }) => writer.textArray(event.checked.tags),
  ...Object.fromEntries(COLUMN_FIELDS.map(({ column, columnName, field }) => [columnName, SENT[column](field)])),
  input_chars: (writer, { event }) => writer.int4(inputCharsOf(event)),
  tokens_in: (writer, { event }) => writer.int4(event.measured.usage.tokens_in),
  tokens_out: (writer, { event }) => writer.int4(event.measured.usage.tokens_out),
  tokens_cached: (writer, { event }) => writer.int4(event.measured.usage.tokens_cached),
  tokens_reasoning: (writer, { event }) => writer.int4(event.measured.usage.tokens_reasoning),
  tokens_cache_write: (writer, { event }) => writer.int4(writtenTotal(event.measured.usage.tokens_cache_write)),
  tokens_cache_write_5m: (writer, { event }) => writer.int4(writtenFor(event.measured.usage.tokens_cache_write, '5m')),
  tokens_cache_write_1h: (writer, { event }) => writer.int4(writtenFor(event.measured.usage.tokens_cache_write, '1h')),
  service_tier: (writer, { event }) => writer.text(event.measured.served.serviceTier),
  region: (writer, { event }) => writer.text(event.measured.served.region),
  api_key: (writer, { event }) => writer.int4(event.apiKey),
};

const NAMES = Object.keys(COLUMNS);
const WRITES = Object.values(COLUMNS);

/** Where the COPY of `writeEvent` goes. */
export const EVENT_COPY = `event (${NAMES.join(', ')})`;

/** Writes one row of `event`. */
export function writeEvent(writer: CopyWriter, slot: number, receivedAt: number, event: ReadyEvent): void {
  const source: Source = { slot, receivedAt, event };
  writer.row(WRITES.length);
  for (const write of WRITES) write(writer, source);
}

/** How long the prompt was: as said, else the length of the input where that is text. */
function inputCharsOf({ checked: { message } }: ReadyEvent): number | null {
  return message.input_chars ?? (typeof message.input === 'string' ? message.input.length : null);
}
