import { Fault, invalid } from '#server/platform/faults.ts';
import { decodeText, parseJson } from '#server/platform/http/json.ts';
import { pointerTo } from '#server/platform/pure/pointer.ts';
import type { Received } from './accept-events.ts';
import { parseInstant } from './domain/instant.ts';

/** Most events of one call. */
const EVENTS_MAX = 1000;

export type EventsBody = { received: Received[]; sentAt: number | null };

/**
 * The events of a body: `{sent_at?, events: […]}` as JSON, or one event a line as NDJSON. A line that is no JSON is a
 * wrong event, not a wrong call. Throws 400 `malformed_json`, 415 `unsupported_media_type`, 422 `too_many_events`.
 */
export function readEventsBody(bytes: Buffer, contentType: string | undefined): EventsBody {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? 'application/json';
  if (/^application\/(?:[\w.+-]*\+)?json$/.test(type)) return readJsonBody(decodeText(bytes));
  if (['application/x-ndjson', 'application/ndjson', 'application/jsonl', 'application/json-lines'].includes(type)) {
    return { received: readLines(decodeText(bytes)), sentAt: null };
  }
  throw new Fault('unsupported_media_type', {
    status: 415,
    public: 'Send events as application/json or application/x-ndjson.',
  });
}

function readJsonBody(text: string): EventsBody {
  const body = parseJson(text);
  if (typeof body !== 'object' || body === null || !('events' in body) || !Array.isArray(body.events)) {
    throw invalid('/events', 'missing_field', 'events is missing: send {"events": [ … ]}.');
  }
  for (const field of Object.keys(body)) {
    if (field !== 'events' && field !== 'sent_at') {
      const path = pointerTo('', field.slice(0, 100));
      throw invalid(path, 'unknown_field', `${path} is not a field of this request.`);
    }
  }
  checkCount(body.events.length);
  return { received: body.events.map((value: unknown) => ({ value })), sentAt: sentAtOf(body) };
}

function sentAtOf(body: object): number | null {
  if (!('sent_at' in body) || body.sent_at == null) return null;
  const at = typeof body.sent_at === 'string' ? parseInstant(body.sent_at) : null;
  if (at === null) {
    throw invalid('/sent_at', 'invalid_value', 'sent_at must be an RFC 3339 time such as 2026-01-31T12:00:00.000Z.');
  }
  return at;
}

function readLines(text: string): Received[] {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  checkCount(lines.length);
  return lines.map((line) => {
    try {
      return { value: parseJson(line) };
    } catch {
      const message = 'This line is not valid JSON, or uses a forbidden key such as __proto__.';
      return { fault: { code: 'malformed_json', path: '', message } };
    }
  });
}

function checkCount(count: number): void {
  if (count <= EVENTS_MAX) return;
  throw invalid('/events', 'too_many_events', `events has ${count} entries; send at most ${EVENTS_MAX} a call.`);
}
