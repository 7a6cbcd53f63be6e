import { existsSync, readFileSync } from 'node:fs';
import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { compileScorers } from './compile-scorers.ts';
import { scoreOutput } from './score-output.ts';
import type { ScorerConfig } from './scorers/scorer.ts';

type Given = Partial<Omit<ScorerConfig, 'extract'>> &
  Pick<ScorerConfig, 'type'> & { extract?: Partial<NonNullable<ScorerConfig['extract']>> };

const config = ({ extract, ...given }: Given): ScorerConfig => ({
  extract_expected: false,
  ignore_case: false,
  weight: 1,
  negate: false,
  ...given,
  ...(extract === undefined
    ? {}
    : { extract: { pattern: '', group: 0, take: 'first', ignore_case: false, ...extract } }),
});

const ready = (...given: Given[]) => {
  const compiled = compileScorers(given.map(config));
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.scorers;
};

const scoreOf = (given: Given, output: string, expected: string | null = null) =>
  scoreOutput(ready(given), output, expected).score;

/** The rule of the recorded answers: the last word yes or no, in any case. */
const YES_NO: Given = {
  type: 'equals',
  ignore_case: true,
  extract: { pattern: '\\b(yes|no)\\b', group: 1, take: 'last', ignore_case: true },
};

describe('a scorer', () => {
  test.each<[string, Given, string, string | null, number | null]>([
    ['equals: exactly the expected text', { type: 'equals' }, 'a', 'a', 1],
    ['equals: a space makes a difference', { type: 'equals' }, 'a ', 'a', 0],
    ['equals: case makes a difference', { type: 'equals' }, 'A', 'a', 0],
    ['equals: unless it is ignored', { type: 'equals', ignore_case: true }, 'Ä', 'ä', 1],
    ['equals: its own value wins over the expected text', { type: 'equals', value: 'b' }, 'b', 'a', 1],
    ['equals: a value of 0 is a value', { type: 'equals', value: 0 }, '0', 'a', 1],
    ['equals: without a text to compare with, there is no score', { type: 'equals' }, 'a', null, null],
    ['contains: somewhere in the output', { type: 'contains' }, 'one two', 'two', 1],
    ['contains: the text is no pattern', { type: 'contains' }, 'one two', 't.o', 0],
    ['contains: case may be ignored', { type: 'contains', ignore_case: true }, 'one TWO', 'two', 1],
    ['regex: somewhere in the output', { type: 'regex', value: 't.o$' }, 'one two', null, 1],
    ['regex: the item may contain the pattern', { type: 'regex' }, 'one two', '^o', 1],
    ['regex: a refused pattern of an item gives no score', { type: 'regex' }, 'one two', '(?=o)', null],
    ['numeric: equal numbers in another notation', { type: 'numeric' }, ' 1,234.50 ', '1234.5', 1],
    ['numeric: a difference equal to the tolerance is within it', { type: 'numeric', tolerance: 0.1 }, '0.3', '0.2', 1],
    ['numeric: beyond the tolerance', { type: 'numeric', tolerance: 0.1 }, '0.31', '0.2', 0],
    ['numeric: what is no number', { type: 'numeric', tolerance: 5 }, 'about 3', '3', 0],
    ['numeric: an expected text that is no number gives no score', { type: 'numeric' }, '3', 'three', null],
    ['json_schema: accepted', { type: 'json_schema', schema: { type: 'object', required: ['a'] } }, '{"a":1}', null, 1],
    ['json_schema: refused', { type: 'json_schema', schema: { type: 'object', required: ['a'] } }, '{}', null, 0],
    ['json_schema: no JSON at all', { type: 'json_schema', schema: true }, 'sorry', null, 0],
    [
      'json_schema: repeated items',
      { type: 'json_schema', schema: { uniqueItems: true } },
      '[{"a":1,"b":2},{"b":2,"a":1}]',
      null,
      0,
    ],
    ['the last yes or no decides', YES_NO, 'No doubt: [Yes]', 'yes', 1],
    ['also where another one came before it', YES_NO, 'Yes? On reflection: NO.', 'yes', 0],
    ['as a word, not inside one', YES_NO, 'yes, nobody knows', 'yes', 1],
    ['and without one the answer scores 0', YES_NO, 'maybe', 'yes', 0],
    [
      'the first match where `take` is first',
      { ...YES_NO, extract: { ...YES_NO.extract, take: 'first' } },
      'Yes, then no',
      'yes',
      1,
    ],
    ['the expected text is extracted only on request', { ...YES_NO, extract_expected: true }, 'no', 'Surely NO!', 1],
    ['and scores 0 where nothing is found in it', { ...YES_NO, extract_expected: true }, 'no', 'never', 0],
    ['a group that took no part is no match', { type: 'equals', extract: { pattern: 'a|(b)', group: 1 } }, 'a', '', 0],
    ['negate inverts a score', { type: 'contains', value: 'sorry', negate: true }, 'fine', null, 1],
    ['but an empty output stays 0', { type: 'contains', value: 'sorry', negate: true }, '', null, 0],
    [
      'and so does one without a match',
      { type: 'equals', value: 'x', negate: true, extract: { pattern: 'y' } },
      'z',
      null,
      0,
    ],
  ])('%s', (_, given, output, expected, score) => {
    expect(scoreOf(given, output, expected)).toBe(score);
  });

  test('counts by its weight; one without a score is left out', () => {
    const scorers = ready(
      { type: 'equals', weight: 3 },
      { type: 'contains', value: 'x' },
      { type: 'contains', value: 'a', name: 'has a' },
    );
    expect(scoreOutput(scorers, 'a', 'a')).toEqual({ score: 0.8, scores: { equals: 1, contains: 0, 'has a': 1 } });
    expect(scoreOutput(scorers, 'a', null)).toEqual({ score: 0.5, scores: { equals: null, contains: 0, 'has a': 1 } });
  });

  test.each<[string, Given[], string, string]>([
    ['a look-ahead', [{ type: 'regex', value: '(?=a)' }], '/0/value', 'refused_pattern'],
    [
      'a back reference in an extraction',
      [{ type: 'equals', extract: { pattern: '(a)\\1' } }],
      '/0/extract/pattern',
      'refused_pattern',
    ],
    [
      'a group that is not there',
      [{ type: 'equals', extract: { pattern: '(a)', group: 2 } }],
      '/0/extract/group',
      'no_such_group',
    ],
    ['a schema that is missing', [{ type: 'equals' }, { type: 'json_schema' }], '/1/schema', 'required'],
    [
      'a schema that would be fetched',
      [{ type: 'json_schema', schema: { $ref: 'https://example.test/s.json' } }],
      '/0/schema',
      'refused_schema',
    ],
    [
      'a schema with a pattern RE2 refuses',
      [{ type: 'json_schema', schema: { pattern: '(?!a)' } }],
      '/0/schema',
      'refused_schema',
    ],
    [
      'a schema whose validator would return a promise',
      [{ type: 'json_schema', schema: { $async: true, type: 'object' } }],
      '/0/schema',
      'refused_schema',
    ],
    [
      'a schema of an unknown draft',
      [{ type: 'json_schema', schema: { $schema: 'http://json-schema.org/draft-04/schema#' } }],
      '/0/schema',
      'refused_schema',
    ],
    ['a schema that is not valid', [{ type: 'json_schema', schema: { type: 'poem' } }], '/0/schema', 'refused_schema'],
    [
      'a schema of more than 50 kB',
      [{ type: 'json_schema', schema: { description: 'x'.repeat(50_001) } }],
      '/0/schema',
      'too_costly',
    ],
    ['a tolerance for texts', [{ type: 'equals', tolerance: 1 }], '/0/tolerance', 'not_of_this_type'],
    [
      'two of one name',
      [
        { type: 'equals', name: 'a' },
        { type: 'contains', name: 'a' },
      ],
      '/1/name',
      'duplicate_name',
    ],
    ['a numeric value that is no number', [{ type: 'numeric', value: 'x' }], '/0/value', 'not_a_number'],
  ])('is refused for %s', (_, given, path, code) => {
    expect(compileScorers(given.map(config))).toMatchObject({ ok: false, problems: [{ path, code }] });
  });
});

const DRAFT = 'https://json-schema.org/draft/2020-12/schema';

describe('a JSON schema is read by the draft that it names, else by 2020-12', () => {
  test.each<[Record<string, unknown>, string, number]>([
    [{ prefixItems: [{ type: 'string' }], items: false }, '["a"]', 1],
    [{ prefixItems: [{ type: 'string' }], items: false }, '["a", "b"]', 0],
    [{ $schema: DRAFT, properties: { a: true }, unevaluatedProperties: false }, '{"b": 1}', 0],
    [{ $schema: 'https://json-schema.org/draft/2019-09/schema', dependentRequired: { a: ['b'] } }, '{"a": 1}', 0],
    [{ $schema: 'http://json-schema.org/draft-07/schema#', items: [{ type: 'string' }] }, '["a", 1]', 1],
    [{ $schema: 'http://json-schema.org/draft-07/schema#', items: [{ type: 'string' }] }, '[1]', 0],
    // Two patterns in one schema are not confused.
    [{ properties: { a: { pattern: '^a$' }, b: { pattern: '^b$' } } }, '{"a": "a", "b": "b"}', 1],
    [{ properties: { a: { pattern: '^a$' }, b: { pattern: '^b$' } } }, '{"a": "a", "b": "a"}', 0],
    [{ patternProperties: { '^n_': { type: 'number' }, '^t_': { pattern: '^x' } } }, '{"n_1": 1, "t_1": "x"}', 1],
  ])('%j scores %s with %i', (schema, output, score) => {
    expect(scoreOf({ type: 'json_schema', schema }, output)).toBe(score);
  });
});

describe('hostile input', () => {
  // The time-out of the test is the limit: on a backtracking engine each of these takes minutes or never ends.
  const LONG = `${'a'.repeat(100_000)}!`;

  test.each<[string, Given]>([
    ['a nested repetition', { type: 'regex', value: '^(a+)+$' }],
    ['a nested repetition in an extraction', { type: 'equals', value: 'x', extract: { pattern: '^(a+)+$' } }],
    [
      'a search to the end of the text at each of 100,000 matches',
      { type: 'equals', value: 'x', extract: { pattern: 'a(.*b)?', take: 'last' } },
    ],
    ['a nested repetition in a schema', { type: 'json_schema', schema: { pattern: '^(a+)+$' } }],
  ])('%s scores 0', (_, given) => {
    expect(scoreOf(given, given.type === 'json_schema' ? JSON.stringify(LONG) : LONG)).toBe(0);
  });

  test('an array of 100,000 items is compared without comparing each with each', () => {
    const items = JSON.stringify(Array.from({ length: 100_000 }, (_, i) => i));
    expect(scoreOf({ type: 'json_schema', schema: { uniqueItems: true } }, items)).toBe(1);
  });

  test('JSON that is nested deeper than the validator has stack for is refused, not a crash', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    const score = (depth: number) => scoreOf({ type: 'json_schema', schema: { items: { $ref: '#' } } }, nested(depth));
    expect([score(100), score(100_000)], 'a depth that the validator can handle, and one that it cannot').toEqual([
      1, 0,
    ]);
  });

  test('a scorer may have the name of a member of every object', () => {
    const { scores } = scoreOutput(ready({ type: 'equals', name: '__proto__', value: 'a' }), 'a', null);
    expect(Object.entries(scores)).toEqual([['__proto__', 1]]);
  });

  test('the last match of a long text is found at its end', () => {
    const text = `${'yes '.repeat(40_000)}no`;
    expect(scoreOf({ ...YES_NO }, text, 'no')).toBe(1);
    expect(scoreOf({ ...YES_NO }, text, 'yes')).toBe(0);
  });

  property.prop([fc.string(), fc.string(), fc.boolean()])(
    'every score lies in 0..1, and negation inverts it',
    (output, expected, ignore_case) => {
      for (const type of ['equals', 'contains'] as const) {
        const score = scoreOf({ type, ignore_case }, output, expected) ?? Number.NaN;
        expect([0, 1]).toContain(score);
        if (output !== '') expect(scoreOf({ type, ignore_case, negate: true }, output, expected)).toBe(1 - score);
      }
    },
  );
});

const FILE = new URL('../../../../shared/data/llmdrift-prime.jsonl', import.meta.url);

describe('the recorded answers of March and June 2023', () => {
  test.skipIf(!existsSync(FILE)).each([
    ['gpt-4-0314', 840],
    ['gpt-4-0613', 511],
    ['gpt-3.5-turbo-0301', 500],
    ['gpt-3.5-turbo-0613', 761],
  ])('%s is right %i times in 1,000', (model, right) => {
    const scorers = ready(YES_NO);
    const answers = readFileSync(FILE, 'utf8')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
      .filter((answer) => answer.model === model);
    expect(answers).toHaveLength(1000);
    expect(answers.filter((answer) => scoreOutput(scorers, answer.output, answer.expected).score === 1)).toHaveLength(
      right,
    );
  });
});
