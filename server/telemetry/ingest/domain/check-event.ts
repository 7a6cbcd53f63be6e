import { pointerTo } from '#server/platform/pure/pointer.ts';
import { printable } from '#server/platform/pure/storable.ts';
import {
  EVENT_FIELDS,
  type EventMessage,
  type FieldRule,
  REQUIRED_FIELDS,
} from '#server/telemetry/event/domain/event-fields.ts';
import { checkField, tagsOf } from './check-field.ts';
import { placeInTime, type TimeRules } from './event-time.ts';
import { parseInstant } from './instant.ts';

/** An event that may be stored, with its time set right. */
export type CheckedEvent = { message: EventMessage; at: number; flags: number; tags: string[] | null };
/** Why an event is refused: a code, a JSON pointer into the event and a sentence with the remedy. */
export type EventFault = { code: string; path: string; message: string };

const RULES = new Map<string, FieldRule>(Object.entries(EVENT_FIELDS));

const fault = (code: string, field: string, problem: string): EventFault => ({
  code,
  path: field === '' ? '' : pointerTo('', field),
  message: field === '' ? problem : `${field} ${problem}.`,
});

/** Judges one event, without the database. Written by hand: this is the hot path, 1.5 times a compiled schema. */
export function checkEvent(value: unknown, rules: TimeRules): CheckedEvent | EventFault {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return fault('invalid_event', '', 'An event must be an object.');
  }
  const fields = value as Record<string, unknown>;
  for (const field of REQUIRED_FIELDS) {
    if (fields[field] == null) return fault('missing_field', field, 'is missing; every event needs it');
  }
  for (const field in fields) {
    const given = fields[field];
    const rule = RULES.get(field);
    if (rule === undefined) return fault('unknown_field', printable(field), 'is not a field of an event');
    if (given == null) continue; // null: explicitly unknown
    const wrong = checkField(rule, given);
    if (wrong) return fault(wrong.code, field, wrong.problem);
  }
  const message = value as EventMessage;
  if (message.version != null && message.prompt == null) {
    return fault('version_without_prompt', 'version', 'needs prompt beside it: a version is one of a prompt');
  }
  const sentMs = parseInstant(message.at);
  if (sentMs === null) return fault('invalid_value', 'at', 'must be an RFC 3339 time such as 2026-01-31T12:00:00.000Z');
  const place = placeInTime(sentMs, rules);
  if (place === null) {
    const oldest = new Date(rules.oldest).toISOString();
    const why = rules.skew === 0 ? '' : ', moved by as much as sent_at is ahead of the time of receipt,';
    const problem = `${why} is before ${oldest}, the oldest time that the raw retention of this project keeps`;
    return fault('too_old', 'at', problem.trimStart());
  }
  return { message, ...place, tags: message.tags == null ? null : tagsOf(message.tags) };
}

/** Whether the check found something wrong. */
export const isFault = (checked: CheckedEvent | EventFault): checked is EventFault => 'code' in checked;
