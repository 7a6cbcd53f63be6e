import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const APP = join(import.meta.dirname, '../../app');

/** The routes of every page, found in `app/`: `/p/[project]/prompts/[name]`. */
export const pageRoutes = (): string[] =>
  readdirSync(APP, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(^|\/)page\.tsx$/.test(file))
    .map((file) => `/${file.replace(/\/?page\.tsx$/, '')}`)
    .sort();

/** Values for a segment of an address, percent-escapes unchanged. */
export const SEGMENTS = [
  ...['%ED%A0%80', '%00', '%E0%A4%A', '%', '%zz', '%ff', '%2F', '%5C', '%2e%2e', '%F0%9F%98%80', '%E2%80%AE', '%20'],
  ...['__proto__', 'constructor', 'NaN', '-1', 'a;b', 'a%0d%0ax', '[project]', '(', "'", '%27%3B', 'x'.repeat(4_000)],
];

const BAD = [
  ...['', '%00', '%ED%A0%80', '%E0%A4%A', '%', 'NaN', '-1', '0', '1e999', '99999999999999999999', '2147483648', '[]'],
  ...['-271821-04-20T00:00:00Z', '%2B275760-09-13T00:00:00Z', '0000-01-01T00:00:00Z', '9999-12-31T23:59:60Z'],
  ...[
    '1970-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
    '2026-02-30',
    'x',
    '%F0%9F%98%80',
    'x'.repeat(3_000),
    '__proto__',
  ],
  ...['%22', '%27', '%2F%2Fx', '%5Cx', 'javascript:1', ',', '%2C%2C', 'a&X=b', 'a&X[]=b'],
];
/** Every name that a page reads from its query; `tabs` are tried with all their values. */
const NAMES = [
  ...[
    'from',
    'to',
    'range',
    'compare',
    'environment',
    'prompt',
    'version',
    'model',
    'provider',
    'arm',
    'service',
    'tag',
  ],
  ...['status', 'code', 'user', 'session', 'trace', 'id', 'tab', 'layout', 'search', 'folder', 'category', 'dataset'],
  ...['pick', 'candidate', 'baseline', 'show', 'text', 'item', 'view', 'repeat', 'group', 'ended', 'token', 'next'],
  ...['error', 'callbackUrl', '_rsc', '__proto__', 'constructor', 'another'],
];
export const QUERIES = [
  ...NAMES.flatMap((name) => BAD.map((value) => `${name}=${value.replaceAll('X', name)}`)),
  ...['from=1970-01-01T00:00:00Z&to=9999-12-31T23:59:59Z', 'from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z'].flatMap(
    (range) => ['', '&compare=previous', '&compare=last_week', '&tab=metrics'].map((more) => range + more),
  ),
  ...['from=-271821-04-20T00:00:00Z&to=2026-01-01T00:00:00Z', 'from=0099-01-01T00:00:00Z&to=%2B275760-09-13T00:00:00Z'],
];
