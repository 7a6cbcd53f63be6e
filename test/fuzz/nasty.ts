import type { Random } from './random.ts';

/** Placeholders for JSON text that no JavaScript value serialises to; `jsonOf` replaces them with that text. */
const AS_TEXT: Readonly<Record<string, string>> = {
  '@endless@': '1e999',
  '@long number@': '9'.repeat(400),
  '@deep@': '['.repeat(20_000) + ']'.repeat(20_000),
  '@twice@': '{"a":1,"a":2}',
  '@proto@': '{"__proto__":{"x":1}}',
  '@constructor@': '{"constructor":{"prototype":{"x":1}}}',
  '@half@': '"\\ud800"',
};

/** JSON of a value that may contain placeholders. */
export const jsonOf = (value: unknown): string =>
  Object.entries(AS_TEXT).reduce(
    (text, [stand, raw]) => (text.includes(stand) ? text.replaceAll(JSON.stringify(stand), () => raw) : text),
    JSON.stringify(value) ?? 'null',
  );

export const DAYS = [
  ...['-271821-04-20T00:00:00Z', '+275760-09-13T00:00:00.001Z', '+010000-01-01T00:00:00Z', '0000-01-01T00:00:00Z'],
  ...['0001-01-01T00:00:00+23:59', '9999-12-31T23:59:59.999Z', '9999-12-31T23:59:59-23:59', '2016-12-31T23:59:60Z'],
  ...['1969-12-31T23:59:59Z', '1970-01-01T00:00:00Z', '2026-02-30T00:00:00Z', '2026-02-30', '0000-01-01', '9999-12-31'],
  ...['2026-01-01T24:00:00Z', '2026-01-01T00:00:00', '2026-01-01T00:00:00.000000001Z', 'Thu, 01 Jan 2026', 'NaN'],
];

export const TEXTS = [
  ...['', ' ', '\t', 'a\u0000b', '\ud800', 'x\udfff', '\uffff', '😀', 'e\u0301', '\u202eabc', '\u200b', 'Ａdmin', 'İ'],
  ...['__proto__', 'constructor', 'toString', "'; select 1; --", '../../x', '%00', '%', '{{x}}', '{{', '\\', '/', '"'],
  ...[
    '\r\nX-Evil: 1',
    'null',
    'undefined',
    'NaN',
    '0',
    '-1',
    '1e999',
    'sy_0',
    'acme/',
    '/x',
    'a/b/c',
    '*',
    '(((',
    '[a-',
  ],
  ...['ä'.repeat(3_000), 'x'.repeat(201), `${'('.repeat(500)}a${')'.repeat(500)}`],
];
const LONG_TEXT = 'long '.repeat(60_000);

export const NUMBERS = [
  ...[-1, 0, -0, 1.5, 0.1, 99, 201, 1_001, 2 ** 31 - 1, 2 ** 31, -(2 ** 31) - 1, 2 ** 53, -(2 ** 53), 2 ** 63, 1e21],
  ...[1e308, -1e308, 5e-324, '@endless@', '@long number@', '1', '0x10', '1e3', ' 1', '١'],
];

const OTHERS: readonly unknown[] = [
  ...[
    null,
    true,
    false,
    [],
    {},
    [[]],
    [null],
    { '': '' },
    { length: -1 },
    { toString: 1 },
    { id: 1 },
    { a: { b: {} } },
  ],
  ...['@deep@', '@twice@', '@proto@', '@constructor@', '@half@', { 'a\u0000': 1 }, { '\ud800': 1 }],
];

/** JavaScript dates, for messages that carry them as such. */
const DATES = [8.64e15, -8.64e15, Number.NaN, -1, -62_167_219_200_001, 253_402_300_800_000].map((ms) => new Date(ms));

const isDay = (text: string): boolean => /^\d{4}-\d\d-\d\d/.test(text);

/** A replacement for `old`: mostly of the same kind, with edge cases. */
export function nastyFor(old: unknown, random: Random): unknown {
  if (random.chance(0.25)) return random.pick(OTHERS);
  if (old instanceof Date) return random.chance(0.8) ? random.pick(DATES) : random.pick(DAYS);
  if (typeof old === 'number') return random.pick(NUMBERS);
  if (typeof old === 'string') {
    if (random.chance(0.02)) return LONG_TEXT;
    return random.pick(isDay(old) ? DAYS : TEXTS);
  }
  return random.pick([...NUMBERS, ...TEXTS, ...DAYS, ...OTHERS]);
}

/** Names of fields that no message has. */
export const NAMES = [
  'another',
  '',
  ' ',
  'a\u0000',
  '\ud800',
  '__proto',
  'constructor',
  'toString',
  'a/b~c',
  '0',
  '😀',
];
