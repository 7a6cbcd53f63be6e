import type { CopyWriter } from '#db/copy.ts';
import type { Dims } from './domain/cell.ts';
import type { CheckedEvent } from './domain/check-event.ts';

/** An event with everything looked up: ready to be written. */
export type ReadyEvent = {
  checked: CheckedEvent;
  /** 32 hex characters. */
  key: string;
  /** The id's text where the key does not say it. */
  idText: string | null;
  dims: Dims;
  seriesId: bigint;
  queryType: number;
  shard: number;
  costNano: number | null;
};

/** The columns of the COPY, in the order of `writeEvent`. */
export const EVENT_COLUMNS =
  'event (ts, received_at, series_id, cost_nano, latency_ms, ttft_ms, quality, slot, environment, prompt, version, ' +
  'model, service, error_code, query_type, tokens_in, tokens_out, tokens_cached, tokens_reasoning, input_chars, ' +
  'status, arm, flags, attempt, shard, key, id, trace_id, outcome_id, operation_id, user_id, session_id, unit, ' +
  'rollout_id, tags)';
const EVENT_COLUMN_COUNT = 35;

/** Writes one row of `event`. */
export function writeEvent(writer: CopyWriter, slot: number, receivedAt: number, event: ReadyEvent): void {
  const { message, at, flags, tags } = event.checked;
  const { dims } = event;
  writer.row(EVENT_COLUMN_COUNT);
  writer.instant(at);
  writer.instant(receivedAt);
  writer.bigint(event.seriesId);
  writer.int8(event.costNano);
  writer.float8(message.latency_ms);
  writer.float8(message.ttft_ms);
  writer.float8(message.quality);
  writer.int4(slot);
  writer.int4(dims.environment);
  writer.int4(dims.prompt);
  writer.int4(dims.version);
  writer.int4(dims.model);
  writer.int4(dims.service);
  writer.int4(dims.errorCode);
  writer.int4(event.queryType);
  writer.int4(message.tokens_in);
  writer.int4(message.tokens_out);
  writer.int4(message.tokens_cached);
  writer.int4(message.tokens_reasoning);
  writer.int4(inputCharsOf(message.input_chars, message.input));
  writer.int2(message.status === 'error' ? 1 : 0);
  writer.int2(dims.arm);
  writer.int2(flags);
  writer.int2(message.attempt);
  writer.int2(event.shard);
  writer.uuid(event.key);
  writer.text(event.idText);
  writer.text(message.trace_id);
  writer.text(message.outcome_id);
  writer.text(message.operation_id);
  writer.text(message.user);
  writer.text(message.session);
  writer.text(message.unit);
  writer.text(message.rollout_id);
  writer.textArray(tags);
}

export const BODY_COLUMNS = 'event_body (ts, slot, key, input, output)';

/** Writes one row of `event_body`. */
export function writeBody(writer: CopyWriter, slot: number, event: ReadyEvent): void {
  writer.row(5);
  writer.instant(event.checked.at);
  writer.int4(slot);
  writer.uuid(event.key);
  writer.text(textOf(event.checked.message.input));
  writer.text(textOf(event.checked.message.output));
}

/** Whether input or output came with the event: they are stored apart from it. */
export const hasBody = ({ checked }: ReadyEvent): boolean =>
  checked.message.input != null || checked.message.output != null;

const textOf = (body: unknown): string | null =>
  body == null ? null : typeof body === 'string' ? body : JSON.stringify(body);

/** How long the prompt was: as said, else the length of the input where that is text. */
function inputCharsOf(said: number | null | undefined, input: unknown): number | null {
  return said ?? (typeof input === 'string' ? input.length : null);
}

export const ARMS = ['stable', 'candidate', 'shadow'] as const;
/** `event.arm`: 0 = none, else the place in ARMS + 1. */
export const numberOfArm = (arm: string | null | undefined): number =>
  (ARMS as readonly (string | null | undefined)[]).indexOf(arm) + 1;
/** The arm of a stored number; null for 0. */
export const armOf = (number: number): (typeof ARMS)[number] | null => ARMS[number - 1] ?? null;
