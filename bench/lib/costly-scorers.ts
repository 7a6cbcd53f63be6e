/** A request that is small, and whose content is costly to compile, score or compare. Sent by a key with every scope. */
export type CostlyRequest = {
  name: string;
  path: string;
  method?: 'GET' | 'POST' | 'PUT';
  /** Made once; `i` distinguishes copies, so that none is the same run as another. */
  body?: (i: number) => Buffer;
};

/** Needed first: the text prompt `bench/answer` with a version, the chat prompt `bench/chat` with these, datasets. */
export type Prepared = { datasets: { name: string; items: unknown[] }[]; chatVersions: unknown[] };

const IMPORT = '/api/v1/eval-runs/import';
const PATTERNS = ['a{1000}', '\\pL{1,1000}', '.{1000}', '(?:a?){1000}', '(a|b|c){1000}', '[^a]{1000}'];
const FOLDED = '[!-\\x{1e942}]';

const filled = (unit: string, chars = 2_000): string => unit.repeat(Math.floor(chars / unit.length));
const twenty = <T>(make: (i: number) => T): T[] => Array.from({ length: 20 }, (_, i) => make(i));
const named = <T>(count: number, make: (i: number) => T): Record<string, T> =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`property${i}`, make(i)]));

const importOf = (dataset: string, scorers: unknown[], outputs: (i: number) => string[]) => (i: number) => {
  const results = outputs(i).map((output, item) => ({ item: `i${item}`, output }));
  const head = { prompt: 'bench/answer', version: 1, model: 'bench/model', dataset };
  return Buffer.from(JSON.stringify({ ...head, scorers, results }));
};
const one = (i: number): string[] => [`output ${i} ${Math.random()}`];

/** 20 × 2 patterns of 2,000 characters: 80 kB, up to 450,000 instructions each. */
const patternScorers = (unit: (i: number) => string, ignoreCase: boolean) =>
  twenty((i) => ({
    type: 'regex',
    name: `s${i}`,
    value: filled(unit(i)),
    ignore_case: ignoreCase,
    extract: { pattern: filled(unit(i + 1), 1_990), ignore_case: ignoreCase },
  }));
/** 20 × 40 kB of schemas. */
const schemaScorers = twenty((i) => ({
  type: 'json_schema',
  name: `s${i}`,
  schema: { type: 'object', properties: named(1_000, () => ({ type: 'string', minLength: i })) },
}));
const level = { type: 'array', items: { $ref: '#' } };
/** Both alternatives are tried at every level, so the time doubles with each. */
const doubling = [{ type: 'json_schema', schema: { anyOf: [level, { ...level }, { const: 1 }] } }];
const endless = (i: number): string => `${'['.repeat(60)}${i}.5${']'.repeat(60)}`;
const slowPattern = [{ type: 'regex', value: `(?:\\pL{0,30}.{0,30}){0,10}$` }];

const lines = (word: string, count: number) => Array.from({ length: count }, (_, i) => `${word} ${i}`).join('\n');
const messages = (word: string) =>
  Array.from({ length: 100 }, (_, i) => ({ role: 'user', content: lines(`${word}${i}`, 700) }));

export const PREPARED: Prepared = {
  datasets: [
    { name: 'one', items: [{ id: 'i0', input: {}, expected: 'yes' }] },
    {
      name: 'poison',
      items: Array.from({ length: 400 }, (_, i) => ({ id: `i${i}`, input: {}, expected: `${filled('a{1000}')}${i}` })),
    },
    {
      name: 'heavy',
      items: Array.from({ length: 400 }, (_, i) => ({
        id: `i${i}`,
        input: {},
        expected: `${filled('\\pL{990}', 70)}${i}`,
      })),
    },
    { name: 'many', items: Array.from({ length: 2_000 }, (_, i) => ({ id: `i${i}`, input: {}, expected: 'yes' })) },
  ],
  chatVersions: [{ messages: messages('before') }, { messages: messages('after') }],
};

/** Requests of one caller that must not slow the others, through scorers, schemas and diffs. */
export const COSTLY_REQUESTS: readonly CostlyRequest[] = [
  {
    name: '80 kB of patterns',
    path: IMPORT,
    body: importOf(
      'one',
      patternScorers((i) => PATTERNS[i % PATTERNS.length] ?? 'a', false),
      one,
    ),
  },
  {
    name: '80 kB of ranges whose case is folded',
    path: IMPORT,
    body: importOf(
      'one',
      patternScorers(() => FOLDED, true),
      one,
    ),
  },
  {
    name: 'patterns just within what they may cost',
    path: IMPORT,
    body: importOf(
      'one',
      twenty((i) => ({ type: 'regex', name: `s${i}`, value: `a{${900 - i}}` })),
      one,
    ),
  },
  { name: '811 kB of schemas', path: IMPORT, body: importOf('one', schemaScorers, one) },
  {
    name: 'schemas just within what they may cost',
    path: IMPORT,
    body: importOf(
      'one',
      twenty((i) => ({
        type: 'json_schema',
        name: `s${i}`,
        schema: {
          oneOf: Array.from({ length: 24 }, (_, k) => ({ properties: { a: { const: k + i }, b: { const: k } } })),
        },
      })),
      one,
    ),
  },
  {
    name: 'a self-referring schema',
    path: IMPORT,
    body: importOf('one', doubling, (i) => [endless(i + Math.random())]),
  },
  {
    name: 'a self-referring schema on 2,000 outputs',
    path: IMPORT,
    body: importOf('many', doubling, (i) => Array.from({ length: 2_000 }, (_, k) => endless(i * 2_000 + k))),
  },
  {
    name: '2,000 outputs of 10 kB under a slow pattern',
    path: IMPORT,
    body: importOf('many', slowPattern, (i) =>
      Array.from({ length: 2_000 }, (_, k) => `${i}${'a b '.repeat(2_500)}${k}\n`),
    ),
  },
  {
    name: 'a run whose 400 items expect costly patterns',
    path: IMPORT,
    body: importOf('poison', [{ type: 'regex' }], (i) => Array.from({ length: 400 }, () => `output ${i}`)),
  },
  {
    name: 'a run whose 400 items expect patterns just within',
    path: IMPORT,
    body: importOf('heavy', [{ type: 'regex' }], (i) => Array.from({ length: 400 }, () => `output ${i}`)),
  },
  {
    name: '80 kB of patterns as a gate policy',
    path: '/api/v1/prompts/bench%2Fanswer/gate',
    method: 'PUT',
    body: () =>
      Buffer.from(
        JSON.stringify({ revision: 0, scorers: patternScorers((i) => PATTERNS[i % PATTERNS.length] ?? 'a', false) }),
      ),
  },
  {
    name: '811 kB of schemas as a gate policy',
    path: '/api/v1/prompts/bench%2Fanswer/gate',
    method: 'PUT',
    body: () => Buffer.from(JSON.stringify({ revision: 0, scorers: schemaScorers })),
  },
  { name: 'a diff of 100 messages', path: '/api/v1/prompts/bench%2Fchat/versions/1/diff/2', method: 'GET' },
];
