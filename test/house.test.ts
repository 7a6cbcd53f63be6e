import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RULES } from './house/inspect.ts';
import { ALLOWED, PLANTED } from './house/planted.ts';
import { IMPURE } from './house/purity.ts';
import { readSources, type Source } from './house/sources.ts';
import { TABLE } from './house/who-may-import-whom.ts';
import { placeOf } from './house/zones.ts';

const ROOT = join(import.meta.dirname, '..');
const house = readSources(ROOT);

describe('the house', () => {
  it('is read at all', () => expect(house.length).toBeGreaterThan(100));

  for (const [rule, inspect] of Object.entries(RULES)) {
    it(rule, () => expect(inspect(house)).toEqual([]));
  }
});

const NEEDED_TABLE: Source = { path: 'db/schema/prompts.ts', text: "export const t = pgTable('planted_table', {});" };

describe('a planted violation is found', () => {
  for (const [rule, cases] of Object.entries(PLANTED)) {
    for (const [sentence, path, text] of cases) {
      it(sentence, () => expect(RULES[rule]?.([NEEDED_TABLE, { path, text }])).toHaveLength(1));
    }
  }

  it('in every kind of place that the table has a row for', () => {
    const cases = PLANTED['imports only what the table allows'] ?? [];
    const planted = new Set(cases.map(([, path]) => String(placeOf(path)?.zone)));
    expect(Object.keys(TABLE).filter((zone) => !planted.has(zone))).toEqual([]);
  });

  it('of every kind of impurity', () => {
    const cases = PLANTED['keeps decisions pure'] ?? [];
    expect(IMPURE.filter(([, pattern]) => !cases.some(([, , text]) => pattern.test(text)))).toEqual([]);
  });

  it('two features with the same advisory lock', () => {
    const sources = ['evals', 'gates'].map((f) => ({ path: `server/${f}/x.ts`, text: 'const LOCK = 7_305_216_999;' }));
    expect(RULES['gives each advisory lock a number of its own']?.(sources)).toHaveLength(1);
  });

  it('a list of words that another file declares, in whatever order and form', () => {
    const one = { path: 'server/evals/x.ts', text: "export const A = ['queued', 'running', 'failed'] as const;" };
    const other = { path: 'db/schema/evals.ts', text: "export type A = 'failed' | 'queued' | 'running';" };
    expect(RULES['declares each list of words once']?.([one, other])).toEqual([
      'failed, queued, running: in server/evals/x.ts and db/schema/evals.ts',
    ]);
  });

  it('a file that takes a type from the one that uses it', () => {
    const one = { path: 'server/evals/a.ts', text: "import { b } from './b.ts';" };
    const other = { path: 'server/evals/b.ts', text: "import type { A } from './a.ts';" };
    expect(RULES['has no circles']?.([one, other])).toHaveLength(1);
  });

  it('two files that import each other', () => {
    const one = { path: 'server/evals/a.ts', text: "import { b } from './b.ts';" };
    const other = { path: 'server/evals/b.ts', text: "import { a } from '#server/evals/a.ts';" };
    expect(RULES['has no circles']?.([one, other])).toEqual([
      'server/evals/a.ts → server/evals/b.ts → server/evals/a.ts',
    ]);
  });
});

describe('is allowed', () => {
  for (const [sentence, path, text] of ALLOWED) {
    it(sentence, () => expect(Object.values(RULES).flatMap((inspect) => inspect([{ path, text }]))).toEqual([]));
  }

  it('knows the place of every file', () => {
    expect(house.filter((source) => placeOf(source.path) === null).map((source) => source.path)).toEqual([]);
  });
});
