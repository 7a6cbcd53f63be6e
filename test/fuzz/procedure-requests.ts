import superjson from 'superjson';
import { type Json, type Known, messageOf } from './document.ts';
import { jsonOf, nastyFor } from './nasty.ts';
import type { OperationRequest } from './operation-requests.ts';
import type { Procedure } from './procedures.ts';
import type { Random } from './random.ts';
import { spoil } from './spoil.ts';

/** The request that the procedure responds to with a 2xx, for an allowed caller. */
export const pageBaseOf = (procedure: Procedure, known: Known): OperationRequest =>
  sent(procedure, superjson.serialize(messageOf(procedure.input, known, procedure.name)), 'unchanged', []);

/** The same request, mutated in one place or one way. */
export function pageMutantOf(procedure: Procedure, known: Known, random: Random): OperationRequest {
  const kinds = [input, input, input, input, input, input, wire, wire, bytes, batch, header, method];
  return random.pick(kinds)(procedure, messageOf(procedure.input, known, procedure.name), random);
}

type Kind = (procedure: Procedure, message: unknown, random: Random) => OperationRequest;

const HEADERS = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' };

function sent(
  { name, changes }: Procedure,
  wire: unknown,
  what: string,
  touched: string[],
  more: Partial<OperationRequest> & { query?: string } = {},
): OperationRequest {
  const { query = '', ...rest } = more;
  const text = typeof wire === 'string' ? wire : jsonOf(wire);
  const tooLong = encodeURIComponent(text).length > 12_000;
  const asked = changes ? '' : `input=${encodeURIComponent(tooLong ? '{}' : text)}`;
  const search = [query, asked].filter((part) => part !== '').join('&');
  return {
    method: changes ? 'POST' : 'GET',
    path: `/api/trpc/${name}${search === '' ? '' : `?${search}`}`,
    headers: { ...HEADERS, ...rest.headers },
    body: changes ? Buffer.from(text) : null,
    what,
    touched: tooLong && !changes ? [''] : touched,
    ...('method' in rest ? { method: rest.method, body: rest.body ?? null } : {}),
    ...('path' in rest ? { path: rest.path } : {}),
  } as OperationRequest;
}

const input: Kind = (procedure, message, random) => {
  const { value, touched } = spoil(message, random);
  return sent(procedure, wireOf(value), 'input', [touched]);
};

/** As superjson writes it; superjson itself throws for an invalid date or a forbidden property name. */
function wireOf(value: unknown): unknown {
  if (value instanceof Date) return { json: dateText(value), meta: { values: ['Date'] } };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { json: value };
  const dates = Object.entries(value).filter((entry): entry is [string, Date] => entry[1] instanceof Date);
  if (dates.length === 0) return { json: value };
  const texts = dates.map(([name, at]) => [name, dateText(at)]);
  const values = Object.fromEntries(dates.map(([name]) => [name, ['Date']]));
  return { json: { ...value, ...Object.fromEntries(texts) }, meta: { values } };
}
const dateText = (at: Date): string => (Number.isNaN(at.getTime()) ? 'no date' : at.toISOString());

const META: readonly ((json: Json, field: string) => unknown)[] = [
  (json, field) => ({ json, meta: { values: { [field]: ['bigint'] } } }),
  (json, field) => ({ json: { ...json, [field]: '12' }, meta: { values: { [field]: ['bigint'] } } }),
  (json, field) => ({ json: { ...json, [field]: [['a', 1]] }, meta: { values: { [field]: ['map'] } } }),
  (json, field) => ({ json: { ...json, [field]: ['a'] }, meta: { values: { [field]: ['set'] } } }),
  (json, field) => ({ json: { ...json, [field]: '/(a+)+$/g' }, meta: { values: { [field]: ['regexp'] } } }),
  (json, field) => ({ json: { ...json, [field]: 'http://x' }, meta: { values: { [field]: ['URL'] } } }),
  (json, field) => ({ json: { ...json, [field]: 'NaN' }, meta: { values: { [field]: ['number'] } } }),
  (json, field) => ({ json: { ...json, [field]: 'x' }, meta: { values: { [field]: ['Date'] } } }),
  (json, field) => ({ json: { ...json, [field]: '-271821-04-20T00:00:00Z' }, meta: { values: { [field]: ['Date'] } } }),
  (json, field) => ({ json, meta: { values: { [field]: ['undefined'] } } }),
  (json, field) => ({ json: { ...json, [field]: {} }, meta: { values: { [field]: [['class', 'X']] } } }),
  (json, field) => ({ json: { ...json, [field]: [1] }, meta: { values: { [field]: [['typed-array', 'Int8Array']] } } }),
  (json, field) => ({ json: { ...json, [field]: 1 }, meta: { values: { [field]: [['symbol', 'x']] } } }),
  (json) => ({ json, meta: { values: { '__proto__.x': ['Date'] } } }),
  (json) => ({ json, meta: { values: { 'no.such.place': ['Date'] } } }),
  (json) => ({ json, meta: { values: ['nonsense'] } }),
  (json) => ({ json, meta: { values: 1, referentialEqualities: 1 } }),
  (json, field) => ({ json, meta: { referentialEqualities: { '': [field] } } }),
  (json, field) => ({ json, meta: { referentialEqualities: [[field]] } }),
  (json) => json,
  () => ({}),
  () => null,
  () => [],
  () => 'text',
];
const wire: Kind = (procedure, message, random) => {
  const json = typeof message === 'object' && message !== null ? (superjson.serialize(message).json as Json) : {};
  const names = Object.keys(json);
  const field = names.length > 0 ? random.pick(names) : 'x';
  return sent(procedure, random.pick(META)(json, field), 'wire', ['']);
};

const BYTES: readonly ((text: string) => string)[] = [
  (text) => text.slice(0, text.length / 2),
  (text) => `\ufeff${text}`,
  (text) => text + text,
  (text) => text.replace('{', '{\u0000'),
  () => '',
  () => '['.repeat(3_000),
  () => `{"json":${'{"a":'.repeat(1_500)}1${'}'.repeat(1_500)}}`,
  (text) => text.replace('"json"', '"json":1,"json"'),
  (text) => text.replace(/^\{"json":\{/, '{"json":{"__proto__":{"x":1},'),
];
const bytes: Kind = (procedure, message, random) =>
  sent(procedure, random.pick(BYTES)(JSON.stringify(superjson.serialize(message))), 'bytes', ['']);

const batch: Kind = (procedure, message, random) => {
  const whole = superjson.serialize(message);
  const spoilt = superjson.serialize(nastyFor(undefined, random));
  const inputs = random.pick<unknown>([{ 0: whole }, { 0: whole, 1: spoilt }, [whole], { 1: whole }, {}, null, 'x', 0]);
  const names = random.pick([procedure.name, `${procedure.name},no.such`, Array(21).fill(procedure.name).join(',')]);
  const made = sent(procedure, inputs, 'batch', [''], {
    query: random.pick(['batch=1', 'batch=0', 'batch=1&batch=x']),
  });
  return { ...made, path: made.path.replace(procedure.name, names) };
};

const ODD: readonly [string, string][] = [
  ['content-type', 'text/plain'],
  ['content-type', 'multipart/form-data; boundary=x'],
  ['content-type', 'application/octet-stream'],
  ['content-type', 'application/json; charset=utf-16'],
  ['sec-fetch-site', 'cross-site'],
  ['origin', '//'],
  ['accept', 'application/jsonl'],
  ['trpc-accept', 'application/jsonl'],
  ['trpc-accept', '\\'],
  ['content-encoding', 'gzip'],
  ['last-event-id', 'x'],
  ['x-forwarded-for', '::1, "'],
  ['x-path', '//evil.test'],
  ['next-action', 'x'],
  ['rsc', '1'],
  ['x-middleware-subrequest', 'proxy:proxy:proxy:proxy:proxy'],
  ['range', 'bytes=0-0'],
];
const header: Kind = (procedure, message, random) => {
  const [name, value] = random.pick(ODD);
  return sent(procedure, superjson.serialize(message), `header ${name}: ${value}`, [''], {
    headers: { [name]: value },
  });
};

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'PROPFIND'];
const method: Kind = (procedure, message, random) => {
  const other = random.pick(METHODS.filter((it) => it !== (procedure.changes ? 'POST' : 'GET')));
  const text = Buffer.from(JSON.stringify(superjson.serialize(message)));
  const body = ['GET', 'HEAD', 'TRACE'].includes(other) ? null : text;
  return sent(procedure, superjson.serialize(message), `method ${other}`, [''], { method: other, body });
};
