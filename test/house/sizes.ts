import { posix } from 'node:path';
import { importsOf } from './imports.ts';
import type { Source } from './sources.ts';

/** A file with fewer lines beside its only reader belongs into that reader, because both are read together. */
const OWN_LINES_MIN = 25;
const MEDIAN_LINES = { min: 50, max: 90 };
const P90_LINES_MAX = 200;

const ADAPTER = 'An adapter holds no steps of its own: a use case stands in a file, however short.';
/** Folders whose files a registry collects, one kind a file: they may be short, and the registry alone reads them. */
const COLLECTED = /^server\/(evals\/domain\/scorers|telemetry\/drift\/domain)\//;

/** Small files that stay apart from their only reader, each with its reason: at most ten. */
export const MAY_BE_SMALL: Readonly<Record<string, string>> = {
  'clients/typescript/src/client.ts': 'The entry of the published package, index.ts, only re-exports.',
  'server/audit/verify-noted.ts': ADAPTER,
};

const linesOf = ({ text }: Source): number => text.trimEnd().split('\n').length;
const isTest = (path: string): boolean => /\.(test|spec)\.tsx?$|^(test|e2e|bench)\//.test(path);
const isMeasured = ({ path }: Source): boolean => /^(app|components|server|db|clients)\//.test(path) && !isTest(path);

/** Files of few lines whose only reader, tests aside, is in the same folder. */
export function smallBesideReader(sources: Source[]): { path: string; lines: number; reader: string }[] {
  const readers = new Map<string, Set<string>>();
  for (const source of sources.filter(({ path }) => !isTest(path))) {
    for (const { target } of importsOf(source)) {
      if (target) readers.set(target, (readers.get(target) ?? new Set()).add(source.path));
    }
  }
  return sources.filter(isMeasured).flatMap((source) => {
    const { path } = source;
    const lines = linesOf(source);
    const [reader, ...others] = readers.get(path) ?? [];
    const isBeside = reader !== undefined && others.length === 0 && posix.dirname(reader) === posix.dirname(path);
    return isBeside && lines < OWN_LINES_MIN && !path.startsWith('app/') && !COLLECTED.test(path)
      ? [{ path, lines, reader }]
      : [];
  });
}

/** A sentence for each of those that no exception names. */
export const strayPieces = (sources: Source[]): string[] =>
  smallBesideReader(sources)
    .filter(({ path }) => !Object.hasOwn(MAY_BE_SMALL, path))
    .map(({ path, lines, reader }) => `${path} has ${lines} lines and only ${posix.basename(reader)} reads it`);

/** The limits that the lengths of all source files break. */
export function sizeFaults(sources: Source[]): string[] {
  const lengths = sources
    .filter(isMeasured)
    .map(linesOf)
    .sort((a, b) => a - b);
  const at = (share: number): number => lengths[Math.floor(share * lengths.length)] ?? 0;
  const [median, p90] = [at(0.5), at(0.9)];
  return [
    ...(median < MEDIAN_LINES.min || median > MEDIAN_LINES.max
      ? [`the median file has ${median} lines, not ${MEDIAN_LINES.min} to ${MEDIAN_LINES.max}`]
      : []),
    ...(p90 > P90_LINES_MAX ? [`one file in ten has more than ${P90_LINES_MAX} lines: ${p90} and up`] : []),
  ];
}
