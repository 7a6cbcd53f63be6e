import type { Source } from './sources.ts';

/** A step of a journey: a file, and how it is reached: by an import, or by a name that both files contain. */
export type Step = { file: string; by: 'start' | 'import' | { name: string } };

/** The part of the document below one heading, without the heading. */
export function sectionOf(text: string, heading: string): string {
  const [, after = ''] = text.split(`\n## ${heading}\n`);
  return after.split('\n## ')[0] ?? '';
}

/**
 * The journeys of docs/architecture.md, one chain of steps per bullet. `→` before a file: the file before it imports
 * this one. `⇢ by NAME to`: there is no import (a job, an HTTP call, a notification), but both files contain NAME.
 */
export function chainsOf(section: string): Step[][] {
  return section
    .split(/\n +- /)
    .slice(1)
    .map((bullet) => bullet.split(/\n\d\. /)[0] ?? '')
    .map((bullet) =>
      bullet.split(/(?=→|⇢)/).flatMap((part): Step[] => {
        const [, name, reached = ''] = /^⇢ by `([^`]+)` to\s+`([^`]+)`/.exec(part) ?? [];
        if (name !== undefined) return [{ file: reached, by: { name } }];
        const [, arrow, file = ''] = /^(→?)\s*`([^`]+)`/.exec(part) ?? [];
        return [{ file, by: arrow === '→' ? 'import' : 'start' }];
      }),
    );
}

/** A sentence for each step that cannot be followed. */
export function faultsOf(chain: readonly Step[], sources: readonly Source[], imports: (path: string) => string[]) {
  const texts = new Map(sources.map(({ path, text }) => [path, text]));
  return chain.flatMap(({ file, by }, i) => {
    const before = chain[i - 1]?.file ?? '';
    if (!texts.has(file)) return [`"${file}" is no file`];
    if (by === 'start') return [];
    if (by === 'import') return imports(before).includes(file) ? [] : [`${before} does not import ${file}`];
    const silent = [before, file].filter((path) => !texts.get(path)?.includes(by.name));
    return silent.map((path) => `${path} does not contain ${by.name}`);
  });
}
