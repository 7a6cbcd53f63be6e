import type { Connection, SwitchyardOptions } from './connection.ts';
import { makeResolver, type Resolved, type ResolveRequest } from './resolve.ts';
import { type EventInput, type SendResult, sendEvents } from './send-events.ts';

export type Switchyard = {
  /** What serves this prompt for this key. Never throws: while Switchyard is unreachable it returns a cached result, then the fallback. */
  resolve(request: ResolveRequest): Promise<Resolved>;
  /** Sends events, a thousand or a megabyte a call, again where it has to; each counts once. Never throws. */
  sendEvents(events: readonly EventInput[]): Promise<SendResult>;
};

/** A client of one Switchyard. Keep one a process: its cache serves while Switchyard is unreachable. */
export function createSwitchyard(options: SwitchyardOptions): Switchyard {
  const connection: Connection = {
    resolveTimeoutMs: 200,
    maxAgeMs: 1_000,
    fetch: globalThis.fetch,
    ...options,
    url: options.url.replace(/\/$/, ''),
  };
  return { resolve: makeResolver(connection), sendEvents: (events) => sendEvents(connection, events) };
}
