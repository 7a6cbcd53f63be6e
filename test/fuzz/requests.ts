import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { z } from 'zod';
import type { AnyEdgeRoute } from '#server/platform/http/route.ts';
import { bodiesOf, type Hints, mutated, textOf } from './bodies.ts';

export type FuzzRequest = {
  route: AnyEdgeRoute;
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer | null;
};

const BOMB = gzipSync(Buffer.alloc(60_000_000));
/** Encodings of the bytes of a body. */
const WAYS: readonly ((text: string) => { body: Buffer; headers: Record<string, string> })[] = [
  (text) => ({ body: gzipSync(text), headers: { 'content-encoding': 'gzip' } }),
  (text) => ({ body: gzipSync(text).subarray(0, -9), headers: { 'content-encoding': 'gzip' } }),
  (text) => ({ body: Buffer.from(text), headers: { 'content-encoding': 'gzip' } }),
  (text) => ({ body: gzipSync(gzipSync(text)), headers: { 'content-encoding': 'gzip, gzip' } }),
  () => ({ body: BOMB, headers: { 'content-encoding': 'gzip' } }),
  (text) => ({ body: Buffer.from(text), headers: { 'content-encoding': 'br' } }),
  (text) => ({ body: Buffer.from(text.slice(0, text.length / 2)), headers: {} }),
  (text) => ({ body: Buffer.concat([Buffer.from(text.slice(0, -2)), Buffer.from([0xff, 0xc0, 0x80])]), headers: {} }),
  (text) => ({ body: Buffer.from(`\ufeff${text}`), headers: {} }),
  (text) => ({ body: Buffer.from(text, 'utf16le'), headers: { 'content-type': 'application/json; charset=utf-16' } }),
  (text) => ({ body: Buffer.from(`${text}${text}`), headers: {} }),
  () => ({ body: Buffer.alloc(0), headers: {} }),
  (text) => ({ body: Buffer.from(text), headers: { 'content-type': 'text/plain' } }),
  (text) => ({ body: Buffer.from(text), headers: { 'content-type': 'multipart/form-data; boundary=x' } }),
  (text) => ({ body: Buffer.from(text), headers: { 'content-type': 'application/x-ndjson' } }),
  (text) => ({ body: Buffer.from(text), headers: { 'content-type': 'text/csv' } }),
  (text) => ({ body: Buffer.from(`id,q\r\n"${text}\n,,,`), headers: { 'content-type': 'text/csv' } }),
];

const GARBAGE = [
  '%00',
  '%',
  '%zz',
  '..',
  '%2e%2e',
  'a%2Fb',
  '%ff%fe',
  'é',
  '0',
  '-1',
  '1e9',
  '99999999',
  ' ',
  '%F0%9F%98%80',
  'x'.repeat(5_000),
];
const VALUES = [
  '',
  '0',
  '-1',
  '1e999',
  'NaN',
  '%00',
  '%FF',
  'x'.repeat(600),
  '2026-01-01T00:00:00Z',
  '0000-01-01T00:00:00Z',
  'W10',
  'WzEsMl0',
  'WyIyMDI2IiwieCJd',
  'true',
  '[]',
  "'",
  '2026-01-01T00:00:00.000000001Z',
];
const HEADERS: readonly [string, string][] = [
  ['if-match', '"1"'],
  ['if-match', '*'],
  ['if-match', '"999999999999"'],
  ['if-match', 'x'],
  ['idempotency-key', ''],
  ['idempotency-key', 'k'],
  ['idempotency-key', 'ÿ'.repeat(255)],
  ['idempotency-key', 'x'.repeat(256)],
  ['content-type', 'application/json;'],
  ['content-type', 'application/problem+json'],
  ['accept', '\\'],
  ['x-forwarded-for', '::1, "'],
  ['x-http-method-override', 'DELETE'],
  ['expect', '100-continue'],
  ['range', 'bytes=0-0'],
];
const STRANGERS = ['Bearer', 'Bearer sy_000000000000000000000000000000000000', 'Basic Og==', ''];
const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'];

/** Requests to `route`: valid ones, then mutations of body, bytes, address, query, headers and method. */
export function requestsTo(route: AnyEdgeRoute, hints: Hints, params: Hints): fc.Arbitrary<FuzzRequest> {
  const schema = route.body ?? route.rawBody ?? z.unknown();
  const bodies = mutated(hints[route.path] ? fc.constantFrom(...(hints[route.path] ?? [])) : bodiesOf(schema, hints));
  return fc
    .record({
      body: bodies,
      way: fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, fc.constantFrom(...WAYS)),
      names: fc.array(fc.nat(), { minLength: 4, maxLength: 4 }),
      garbage: fc.oneof({ weight: 9, arbitrary: fc.constant(null) }, fc.constantFrom(...GARBAGE)),
      query: fc.array(fc.tuple(fc.nat(), fc.constantFrom(...VALUES)), { maxLength: 2 }),
      headers: fc.array(fc.constantFrom(...HEADERS), { maxLength: 1 }),
      stranger: fc.oneof({ weight: 40, arbitrary: fc.constant(null) }, fc.constantFrom(...STRANGERS)),
      method: fc.oneof({ weight: 30, arbitrary: fc.constant(route.method) }, fc.constantFrom(...METHODS)),
    })
    .map((drawn) => {
      const text = textOf(drawn.body);
      const sent = drawn.way === null ? { body: Buffer.from(text), headers: {} } : drawn.way(text);
      const withBody = route.method !== 'GET';
      return {
        route,
        method: drawn.method,
        path: address(route.path, params, drawn.names, drawn.garbage) + queryOf(route, hints, drawn.query),
        headers: {
          'content-type': 'application/json',
          'if-match': '"1"',
          ...sent.headers,
          ...Object.fromEntries(drawn.headers),
          ...(drawn.stranger === null ? {} : { authorization: drawn.stranger }),
        },
        body: withBody && drawn.method !== 'HEAD' ? sent.body : null,
      };
    });
}

function address(path: string, params: Hints, picks: readonly number[], garbage: string | null): string {
  let at = 0;
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const known = params[`${path.split('/')[3]}.${name}`] ?? params[name] ?? ['1'];
    const pick = picks[at++ % picks.length] ?? 0;
    return at === 1 && garbage !== null
      ? encodeURI(decodeURI(garbage.replaceAll('%', '%25'))).replaceAll('%25', '%')
      : encodeURIComponent(String(known[pick % known.length]));
  });
}

function queryOf(route: AnyEdgeRoute, hints: Hints, picks: readonly [number, string][]): string {
  const known = hints[`${route.method} ${route.path}`]?.[0];
  const shape = route.query
    ? (z.toJSONSchema(route.query, { io: 'input', unrepresentable: 'any' }) as { properties?: object })
    : {};
  const names = [...Object.keys(shape.properties ?? {}), 'another'];
  const drawn = picks.map(([pick, value]) => `${names[pick % names.length]}=${value}`);
  const all = [...(known === undefined ? [] : [String(known)]), ...drawn];
  return all.length === 0 ? '' : `?${all.join('&')}`;
}
