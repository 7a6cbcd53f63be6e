import superjson, { type SuperJSONResult } from 'superjson';
import { unreadable } from './faults.ts';

/**
 * superjson as our own pages use it. A message that it cannot read is a 400. References between parts of a message are
 * ignored: they only repeat values that the message holds, and a reference to itself would make the value endless.
 */
export const pageWire = {
  serialize: (value: unknown): SuperJSONResult => {
    try {
      return superjson.serialize(value);
    } catch {
      // superjson refuses names such as `constructor`, which a variable, a category or a setting may have. One stored
      // value with such a name would otherwise make every page that shows it fail.
      return serializeAnyName(value);
    }
  },
  deserialize: (message: SuperJSONResult): unknown => {
    try {
      const { json, meta } = message;
      return superjson.deserialize({ json, ...(meta?.values ? { meta: { values: meta.values, v: meta.v } } : {}) });
    } catch {
      throw unreadable('malformed_input', 'The input is not readable. Send it as superjson writes it.');
    }
  },
};

/** Names below which superjson restores no dates. */
const REFUSED = ['__proto__', 'constructor', 'prototype'];

/** JSON and dates in superjson's form, whatever the fields are named; a date below such a name stays text. */
function serializeAnyName(value: unknown): SuperJSONResult {
  const kinds: Record<string, [string]> = {};
  const note = (path: readonly string[], kind: string) => {
    if (path.some((name) => REFUSED.includes(name))) return;
    kinds[path.map((name) => name.replaceAll('\\', '\\\\').replaceAll('.', '\\.')).join('.')] = [kind];
  };
  const plain = (of: unknown, path: readonly string[]): unknown => {
    if (of === undefined) note(path, 'undefined');
    if (of instanceof Date) note(path, 'Date');
    if (of === undefined || of === null || of instanceof Date) return of ?? null;
    if (Array.isArray(of)) return of.map((inner, i) => plain(inner, [...path, String(i)]));
    if (typeof of !== 'object') return of;
    return Object.fromEntries(Object.entries(of).map(([name, inner]) => [name, plain(inner, [...path, name])]));
  };
  const json = plain(value, []) as SuperJSONResult['json'];
  return { json, meta: { values: kinds as NonNullable<SuperJSONResult['meta']>['values'], v: 1 } };
}
