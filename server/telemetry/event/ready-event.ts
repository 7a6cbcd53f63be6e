import type { CopyWriter } from '#db/copy.ts';
import { ARMS, type Arm } from '#server/telemetry/event/domain/event-fields.ts';
import type { Measured } from '#server/telemetry/event/domain/measure.ts';
import type { CheckedEvent } from '#server/telemetry/ingest/domain/check-event.ts';
import type { Dims } from '#server/telemetry/rollup/domain/cell.ts';

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
  /** The number of the key that sent it; null where none did. */
  apiKey: number | null;
  shard: number;
  costNano: number | null;
  /** Whether the cost was computed here, or found unknown, rather than sent. */
  pricedHere: boolean;
  /** What it used, by which the cost was computed. */
  measured: Measured;
};

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

export const USAGE_COLUMNS = 'event_usage (ts, slot, key, usage, tool_calls)';

/** Writes one row of `event_usage`. */
export function writeUsage(writer: CopyWriter, slot: number, event: ReadyEvent): void {
  const { usage, tool_calls: calls } = event.checked.message;
  writer.row(5);
  writer.instant(event.checked.at);
  writer.int4(slot);
  writer.uuid(event.key);
  writer.jsonb(usage);
  writer.jsonb(calls);
}

/** Whether a usage object or calls of tools came with the event: they are stored apart from it. */
export const hasUsage = ({ checked }: ReadyEvent): boolean =>
  checked.message.usage != null || checked.message.tool_calls != null;

const textOf = (body: unknown): string | null =>
  body == null ? null : typeof body === 'string' ? body : JSON.stringify(body);

/** `event.arm`: 0 = none, else the place in ARMS + 1. */
export const numberOfArm = (arm: string | null | undefined): number =>
  (ARMS as readonly (string | null | undefined)[]).indexOf(arm) + 1;
/** The arm of a stored number; null for 0. */
export const armOf = (number: number): Arm | null => ARMS[number - 1] ?? null;
