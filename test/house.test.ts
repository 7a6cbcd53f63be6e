import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RULES } from './house/inspect.ts';
import { ALLOWED, PLANTED } from './house/planted.ts';
import { IMPURE } from './house/purity.ts';
import { repeats } from './house/repeats.ts';
import { MAY_BE_SMALL, sizeFaults, smallBesideReader } from './house/sizes.ts';
import { readSources, type Source } from './house/sources.ts';
import { TABLE } from './house/who-may-import-whom.ts';
import { placeOf } from './house/zones.ts';

const ROOT = join(import.meta.dirname, '..');
const house = readSources(ROOT);

describe('the house', () => {
  it('has sources', () => expect(house.length).toBeGreaterThan(100));

  for (const [rule, inspect] of Object.entries(RULES)) {
    it(rule, () => expect(inspect(house)).toEqual([]));
  }

  it('has files of a readable size: a median of 50 to 90 lines, 90 % with at most 200', () => {
    expect(sizeFaults(house)).toEqual([]);
  });

  it('repeats at most 1 % of its lines', () => {
    const { share, files } = repeats(house);
    expect(share, files.join('\n')).toBeLessThanOrEqual(0.01);
  });

  it('allows at most ten small files beside their only reader, and each of these exists', () => {
    const small = smallBesideReader(house).map(({ path }) => path);
    expect(Object.keys(MAY_BE_SMALL).filter((path) => !small.includes(path))).toEqual([]);
    expect(Object.keys(MAY_BE_SMALL).length).toBeLessThanOrEqual(10);
  });
});

const NEEDED_TABLE: Source = {
  path: 'db/schema/prompts.ts',
  text: "export const t = pgTable('planted_table', { projectId: integer() });",
};

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

  it('a small file that its neighbour alone reads', () => {
    const small = { path: 'server/evals/a.ts', text: '/** A. */\nexport const a = 1;' };
    const reader = (path: string) => ({ path, text: "import { a } from '#server/evals/a.ts';" });
    const found = (...readers: string[]) =>
      RULES['keeps no small file beside its only reader']?.([small, ...readers.map(reader)]).length;
    expect(found('server/evals/b.ts')).toBe(1);
    expect(found('server/evals/b.ts', 'server/evals/a.test.ts'), 'tests aside').toBe(1);
    expect(found('server/evals/b.ts', 'server/gates/c.ts'), 'two readers').toBe(0);
    expect(found('server/gates/c.ts'), 'a reader elsewhere').toBe(0);
  });

  it.each([
    ['files that are too small', [10, 20, 30], 1],
    ['files that are too large', [60, 150, 250], 2],
    ['no fault where the median is in range', [10, 60, 190], 0],
  ])('%s', (_, lengths, faults) => {
    const sources = lengths.map((lines, i) => ({
      path: `server/evals/f${i}.ts`,
      text: 'const a = 1;\n'.repeat(lines),
    }));
    expect(sizeFaults(sources)).toHaveLength(faults);
  });

  it('a block of six lines that occurs in two files', () => {
    const file = (path: string, shared: number) => ({
      path,
      text: Array.from({ length: 12 }, (_, i) => (i < shared ? `  f(${i});` : `${path} ${i}`)).join('\n\n'),
    });
    expect(repeats([file('a.ts', 6), file('b.ts', 6)])).toEqual({
      share: 0.5,
      files: ['a.ts: 6 lines', 'b.ts: 6 lines'],
    });
    expect(repeats([file('a.ts', 5), file('b.ts', 5)]).share, 'five lines do not count').toBe(0);
  });

  it('a page that loads a package of the server through a decision', () => {
    const page = { path: 'components/gates/x.tsx', text: "import { N } from '#server/evals/domain/n.ts';" };
    const decision = (text: string) => ({ path: 'server/evals/domain/n.ts', text });
    const found = (text: string) => RULES['loads no package of the server in a page']?.([page, decision(text)]);
    expect(found("import quantile from '@stdlib/stats-base-dists-t-quantile';")).toEqual([
      'components/gates/x.tsx → server/evals/domain/n.ts → @stdlib/stats-base-dists-t-quantile',
    ]);
    expect(found("import type { Quantile } from '@stdlib/stats-base-dists-t-quantile';"), 'a type').toEqual([]);
  });

  it('two features with the same advisory lock', () => {
    const sources = ['evals', 'gates'].map((f) => ({ path: `server/${f}/x.ts`, text: 'const LOCK = 7_305_216_999;' }));
    expect(RULES['gives each advisory lock a number of its own']?.(sources)).toHaveLength(1);
  });

  it('a list of words that another file declares, in any order and form', () => {
    const one = { path: 'server/evals/x.ts', text: "export const A = ['queued', 'running', 'failed'] as const;" };
    const other = { path: 'db/schema/evals.ts', text: "export type A = 'failed' | 'queued' | 'running';" };
    expect(RULES['declares each list of words once']?.([one, other])).toEqual([
      'failed, queued, running: in server/evals/x.ts and db/schema/evals.ts',
    ]);
  });

  it('a file that imports a type from a file that imports it', () => {
    const one = { path: 'server/evals/a.ts', text: "import { b } from './b.ts';" };
    const other = { path: 'server/evals/b.ts', text: "import type { A } from './a.ts';" };
    expect(RULES['has no import cycles']?.([one, other])).toHaveLength(1);
  });

  it('two files that import each other', () => {
    const one = { path: 'server/evals/a.ts', text: "import { b } from './b.ts';" };
    const other = { path: 'server/evals/b.ts', text: "import { a } from '#server/evals/a.ts';" };
    expect(RULES['has no import cycles']?.([one, other])).toEqual([
      'server/evals/a.ts → server/evals/b.ts → server/evals/a.ts',
    ]);
  });
});

describe('is allowed', () => {
  for (const [sentence, path, text] of ALLOWED) {
    it(sentence, () =>
      expect(Object.values(RULES).flatMap((inspect) => inspect([NEEDED_TABLE, { path, text }]))).toEqual([]),
    );
  }

  it('assigns a zone to every file', () => {
    expect(house.filter((source) => placeOf(source.path) === null).map((source) => source.path)).toEqual([]);
  });
});
