import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { importsOf } from './imports.ts';
import { chainsOf, faultsOf, sectionOf } from './journeys.ts';
import { readSources } from './sources.ts';

const ROOT = join(import.meta.dirname, '../..');
const text = readFileSync(join(ROOT, 'docs/architecture.md'), 'utf8');
const sources = readSources(ROOT);
const imports = new Map(
  sources.map((source) => [source.path, importsOf(source).flatMap(({ target }) => (target === null ? [] : [target]))]),
);
const targetsOf = (path: string): string[] => imports.get(path) ?? [];

describe('the journeys of docs/architecture.md', () => {
  const chains = chainsOf(sectionOf(text, 'Five journeys'));

  it('exist', () => {
    expect(chains.length).toBeGreaterThan(9);
    expect(chains.flat().length).toBeGreaterThan(40);
  });

  it.each(chains.map((chain) => ({ from: chain[0]?.file, chain })))(
    'begin at $from and can be followed',
    ({ chain }) => {
      expect(faultsOf(chain, sources, targetsOf)).toEqual([]);
    },
  );

  it('that name a missing file, skip a file, or invent a name are found', () => {
    const found = chainsOf(
      '\n1. **One.**\n   - `server/run/edge.ts` → `server/run/gone.ts`\n   - `server/run/edge.ts` goes on → `server/rollouts/routes.ts`\n   - `server/run/edge.ts` ⇢ by `no_such_job` to `server/run/worker.ts`',
    );
    expect(found.map((chain) => faultsOf(chain, sources, targetsOf).length)).toEqual([1, 1, 2]);
  });
});

/** A path of the document as a pattern: NAME and X stand for any name, and `[project]` for itself. */
const asGlob = (path: string): string => path.replace(/\bX\b|NAME/g, '*').replace(/[[\]]/g, '?');
const isPath = (word: string): boolean => /^[\w.[\]-]+(\/[\w.[\]-]+)+\/?$/.test(word);
const wordsOf = (line: string): string[] => [...line.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word);

const isThere = (path: string) => existsSync(join(ROOT, path)) || globSync(asGlob(path), { cwd: ROOT }).length > 0;

it('docs/architecture.md names only paths that exist', () => {
  expect(wordsOf(text).filter((word) => isPath(word) && !isThere(word))).toEqual([]);
});

describe('"where do I add"', () => {
  const rows = sectionOf(text, 'Where do I add …')
    .split('\n')
    .filter((line) => /^\| an? /.test(line));

  it('has a row for each common addition', () => {
    const things = ['scorer', 'edge route', 'chart', 'drift signal', 'gate default', 'prompts column', 'role'];
    const more = ['model setting', 'permission', "event's measure"];
    const named = (thing: string) => rows.some((row) => new RegExp(`^\\| an? ${thing}\\b`).test(row));
    expect([...things, ...more].filter((thing) => !named(thing))).toEqual([]);
  });

  it('names a file in every row', () => {
    expect(rows.filter((row) => !wordsOf(row).some(isPath))).toEqual([]);
  });

  it.each(rows.map((row) => ({ thing: row.split('|')[1]?.trim(), row })))('$thing: files hold the names', ({ row }) => {
    const named = [...row.matchAll(/`([^`]+)` in `([^`]+)`/g)].map(([, name = '', path = '']) => ({ name, path }));
    const holders = ({ path }: { path: string }) => globSync(asGlob(path), { cwd: ROOT });
    const isHeld = (pair: { name: string; path: string }) =>
      holders(pair).some((path) => readFileSync(join(ROOT, path), 'utf8').includes(pair.name));
    expect(named.filter((pair) => !isHeld(pair))).toEqual([]);
  });
});
