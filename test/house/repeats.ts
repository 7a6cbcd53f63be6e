import type { Source } from './sources.ts';

const BLOCK_LINES = 6;

/** The compared lines: trimmed, without blank lines and imports, which are necessarily alike. */
const linesOf = ({ text }: Source): string[] =>
  text
    .replace(/^import\s[^;]*;$/gm, '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/**
 * Share of all lines, 0..1, that lie in a block of six that occurs word for word elsewhere too, and the files that hold
 * most of them. A rule that is written twice may be changed in one place only.
 */
export function repeats(sources: Source[]): { share: number; files: string[] } {
  const places = new Map<string, [path: string, line: number][]>();
  let all = 0;
  for (const source of sources) {
    const lines = linesOf(source);
    all += lines.length;
    for (let at = 0; at + BLOCK_LINES <= lines.length; at++) {
      const block = lines.slice(at, at + BLOCK_LINES).join('\n');
      places.set(block, [...(places.get(block) ?? []), [source.path, at]]);
    }
  }
  const repeated = new Map<string, Set<number>>();
  for (const [path, at] of [...places.values()].filter((found) => found.length > 1).flat()) {
    const own = repeated.get(path) ?? new Set();
    for (let line = at; line < at + BLOCK_LINES; line++) own.add(line);
    repeated.set(path, own);
  }
  const byFile = [...repeated].map(([path, { size }]) => ({ path, size })).sort((a, b) => b.size - a.size);
  return {
    share: byFile.reduce((sum, { size }) => sum + size, 0) / Math.max(1, all),
    files: byFile.slice(0, 10).map(({ path, size }) => `${path}: ${size} lines`),
  };
}
