import { gzipSync } from 'node:zlib';
import { fieldOf, type Json, type Known, messageOf, type Operation } from './document.ts';
import { DAYS, jsonOf, NAMES, NUMBERS, TEXTS } from './nasty.ts';
import type { Random } from './random.ts';
import { spoil } from './spoil.ts';

/** A request as it is sent, with the pointers of its mutated fields; none where the mutation is not in a field. */
export type OperationRequest = {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: Buffer | null;
  /** The description of the mutation, for the report. */
  what: string;
  touched: string[];
};

type Parts = { path: Json; query: [string, string][]; headers: Record<string, string>; body: unknown };

/** The request that the operation responds to with a 2xx. */
export function baseOf(operation: Operation, known: Known): OperationRequest {
  return sent(operation, partsOf(operation, known), 'unchanged', []);
}

/** The same request, mutated in one place or one way. */
export function mutantOf(operation: Operation, known: Known, random: Random): OperationRequest {
  const parts = partsOf(operation, known);
  const kinds = [
    ...(operation.body ? [body, body, body, body, body, bytes] : []),
    ...(operation.parameters.some((it) => it.in === 'query') ? [query, query, query] : [query]),
    ...(operation.path.includes('{') ? [path] : []),
    header,
    method,
  ];
  return random.pick(kinds)(operation, parts, random);
}

function partsOf({ name, parameters, body: schema }: Operation, known: Known): Parts {
  const given = (of: string) => String(fieldOf(known, name, of) ?? '1');
  const isKnown = (of: string) => Object.hasOwn(known, `${name} ${of}`);
  return {
    path: Object.fromEntries(parameters.filter((it) => it.in === 'path').map((it) => [it.name, given(it.name)])),
    query: parameters
      .filter((it) => it.in === 'query' && (it.required || isKnown(it.name)))
      .map((it) => [it.name, given(it.name)]),
    headers: Object.fromEntries(
      parameters.filter((it) => it.in === 'header' && isKnown(it.name)).map((it) => [it.name, given(it.name)]),
    ),
    body: schema === null ? undefined : messageOf(schema, known, name),
  };
}

const escaped = (text: string): string => encodeURIComponent(text.toWellFormed());

function sent(
  operation: Operation,
  parts: Parts,
  what: string,
  touched: string[],
  more: Partial<OperationRequest> = {},
): OperationRequest {
  const path = operation.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => escaped(String(parts.path[name])));
  const search = parts.query.map(([name, value]) => `${escaped(name)}=${escaped(value)}`).join('&');
  return {
    method: operation.method,
    path: search === '' ? path : `${path}?${search}`,
    body: operation.body === null ? null : Buffer.from(jsonOf(parts.body)),
    what,
    touched,
    ...more,
    headers: { 'content-type': 'application/json', ...parts.headers, ...more.headers },
  };
}

type Kind = (operation: Operation, parts: Parts, random: Random) => OperationRequest;

const body: Kind = (operation, parts, random) => {
  const { value, touched } = spoil(parts.body, random);
  return sent(operation, { ...parts, body: value }, 'body', [touched]);
};

const BYTES: readonly ((json: string) => { body: Buffer; headers?: Record<string, string> })[] = [
  (json) => ({ body: gzipSync(json).subarray(0, -9), headers: { 'content-encoding': 'gzip' } }),
  (json) => ({ body: Buffer.from(json), headers: { 'content-encoding': 'gzip' } }),
  (json) => ({ body: Buffer.from(json), headers: { 'content-encoding': 'br' } }),
  (json) => ({ body: Buffer.from(json.slice(0, json.length / 2)) }),
  (json) => ({ body: Buffer.concat([Buffer.from(json.slice(0, -2)), Buffer.from([0xff, 0xc0, 0x80])]) }),
  (json) => ({ body: Buffer.from(`\ufeff${json}`) }),
  (json) => ({ body: Buffer.from(json, 'utf16le'), headers: { 'content-type': 'application/json; charset=utf-16' } }),
  (json) => ({ body: Buffer.from(json + json) }),
  (json) => ({ body: Buffer.from(json.replace(/^([{[])/, '$1\u0000')) }),
  () => ({ body: Buffer.alloc(0) }),
  () => ({ body: Buffer.from('null') }),
  (json) => ({ body: Buffer.from(json), headers: { 'content-type': 'text/plain' } }),
  (json) => ({ body: Buffer.from(json), headers: { 'content-type': 'application/x-ndjson' } }),
  (json) => ({ body: Buffer.from(json), headers: { 'content-type': 'text/csv' } }),
  (json) => ({ body: Buffer.from(json), headers: { 'content-type': '\\' } }),
];
const bytes: Kind = (operation, parts, random) => {
  const { headers = {}, ...rest } = random.pick(BYTES)(jsonOf(parts.body));
  return sent(operation, parts, 'bytes', [''], { ...rest, headers });
};

const VALUES = [...TEXTS, ...DAYS, ...NUMBERS.map(String), 'x'.repeat(6_000), '[]', 'true', '2026-01-01'];
const RAW = ['%', '%zz', '%E0%A4%A', '%ED%A0%80', '%ff', '&&', 'a[]=1', 'a=1;b=2', '=', '?'];
const query: Kind = (operation, parts, random) => {
  const names = operation.parameters.filter((it) => it.in === 'query').map((it) => it.name);
  const name = random.chance(0.85) && names.length > 0 ? random.pick(names) : random.pick(NAMES);
  const others = parts.query.filter(([one]) => one !== name);
  const pointer = `/${name.toWellFormed().replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const way = random.below(10);
  if (way === 0) return sent(operation, { ...parts, query: others }, 'query without', [pointer]);
  if (way === 1) {
    const made = sent(operation, parts, 'query of bytes', ['']);
    return { ...made, path: `${made.path}${made.path.includes('?') ? '&' : '?'}${escaped(name)}=${random.pick(RAW)}` };
  }
  const value: [string, string] = [name, random.pick(VALUES)];
  const twice: [string, string][] = way === 2 ? [value, [name, random.pick(VALUES)]] : [value];
  return sent(operation, { ...parts, query: [...others, ...twice] }, 'query', [pointer]);
};

const SEGMENTS = ['%', '%zz', '%ED%A0%80', '%E0%A4%A', '%00', '%2e%2e', '..', '.', '%2F', '%5C', ';a=b', ''];
const path: Kind = (operation, parts, random) => {
  const name = random.pick(Object.keys(parts.path));
  // Where the mutated name exists by now, the state of that object decides: nothing of the address is wrong.
  const touched = [''];
  if (random.chance(0.7)) {
    const spoilt = { ...parts.path, [name]: random.pick([...VALUES, '00000000-0000-4000-8000-000000000000']) };
    return sent(operation, { ...parts, path: spoilt }, 'path', touched);
  }
  const made = sent(operation, { ...parts, path: { ...parts.path, [name]: '\u0001' } }, 'path of bytes', touched);
  return { ...made, path: made.path.replace('%01', random.pick(SEGMENTS)) };
};

const HEADERS: readonly [string, string][] = [
  ...(['"1"', '*', '"999999999999"', 'x', '', 'W/"1"', '"1", "2"', '-1', '1e3'] as const).map(
    (value): [string, string] => ['if-match', value],
  ),
  ...(['', ' ', 'k', 'ÿ'.repeat(255), 'x'.repeat(256), 'k\tk', '"', '__proto__'] as const).map(
    (value): [string, string] => ['idempotency-key', value],
  ),
  ['accept', '\\'],
  ['accept-encoding', 'x;q=9'],
  ['x-forwarded-for', '::1, "'],
  ['x-forwarded-host', 'evil.test'],
  ['x-forwarded-proto', 'https, http'],
  ['x-http-method-override', 'DELETE'],
  ['expect', '100-continue'],
  ['expect', 'nothing'],
  ['range', 'bytes=0-0'],
  ['if-none-match', '*'],
  ['if-modified-since', '-271821'],
  ['traceparent', '00-x'],
  ['cookie', 'a=%E0%A4%A'],
  ['authorization', 'Bearer'],
  ['authorization', 'Basic Og=='],
  ['authorization', `Bearer sy_${'0'.repeat(36)}`],
  ['connection', 'close'],
  ['upgrade', 'h2c'],
];
const header: Kind = (operation, parts, random) => {
  const [name, value] = random.pick(HEADERS);
  const others = Object.fromEntries(Object.entries(parts.headers).filter(([one]) => one.toLowerCase() !== name));
  return sent(operation, { ...parts, headers: others }, `header ${name}`, [`/${name}`], { headers: { [name]: value } });
};

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND', 'PURGE', 'QUERY'];
const method: Kind = (operation, parts, random) => {
  const other = random.pick(METHODS.filter((it) => it !== operation.method));
  const withBody = !['GET', 'HEAD', 'TRACE'].includes(other);
  return sent(operation, parts, `method ${other}`, [''], { method: other, ...(withBody ? {} : { body: null }) });
};
