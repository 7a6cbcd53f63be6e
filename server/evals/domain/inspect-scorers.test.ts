import { expect, test } from 'vitest';
import { inspectScorers, SCORERS_SCHEMA_PARTS_MAX } from './inspect-scorers.ts';
import type { ScorerConfig } from './scorers/scorer.ts';

const scorer = (given: Partial<ScorerConfig> & Pick<ScorerConfig, 'type'>): ScorerConfig => ({
  extract_expected: false,
  ignore_case: false,
  weight: 1,
  negate: false,
  ...given,
});
const twenty = (make: (i: number) => Omit<ScorerConfig, 'name'>) =>
  Array.from({ length: 20 }, (_, i): ScorerConfig => ({ ...make(i), name: `s${i}` }));

const HALF = 'a{990}'.repeat(9);
const HUGE = 'a{1000}'.repeat(200);
const extract = (pattern: string) => ({ pattern, group: 0, take: 'last' as const, ignore_case: false });
const properties = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`p${i}`, { type: 'string' }]));

test.each<[string, ScorerConfig[], string, string]>([
  ['a costly pattern', [scorer({ type: 'regex', value: HUGE })], '/0/value', 'the pattern costs about'],
  [
    'a costly extraction',
    [scorer({ type: 'equals', extract: extract(HUGE) })],
    '/0/extract/pattern',
    'the pattern costs about',
  ],
  [
    'a costly pattern of a schema',
    [scorer({ type: 'json_schema', schema: { pattern: HUGE } })],
    '/0/schema',
    'the pattern costs about',
  ],
  [
    'patterns that cost too much together',
    twenty(() => scorer({ type: 'regex', value: HALF })),
    '/2/value',
    'together',
  ],
  [
    'extractions that cost too much together',
    twenty(() => scorer({ type: 'equals', extract: extract(HALF) })),
    '/2/extract/pattern',
    'together',
  ],
  [
    'patterns of schemas that cost too much together',
    [
      scorer({
        type: 'json_schema',
        schema: { patternProperties: { [HALF]: {}, [`${HALF}a`]: {}, [`${HALF}b`]: {} } },
      }),
    ],
    '/0/schema',
    'together',
  ],
  [
    'schemas that have too many parts together',
    twenty(() => scorer({ type: 'json_schema', schema: { properties } })),
    '/6/schema',
    `at most ${SCORERS_SCHEMA_PARTS_MAX}`,
  ],
])('%s: refused with the cost and the limit', (_, given, path, words) => {
  const problem = inspectScorers(given).at(-1);
  expect(problem).toMatchObject({ path, code: 'too_costly' });
  expect(problem?.message).toContain(words);
});

test('twenty scorers of ordinary size are accepted', () => {
  const given = twenty((i) =>
    i % 2
      ? scorer({ type: 'regex', value: `^answer ${i}: (\\p{L}{1,20} ?){1,5}$`, ignore_case: true })
      : scorer({
          type: 'json_schema',
          schema: { required: ['answer'], properties: { answer: { pattern: '^[A-Z]' } } },
        }),
  );
  expect(inspectScorers(given)).toEqual([]);
});
