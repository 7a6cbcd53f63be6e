import { posix } from 'node:path';
import { type Source, withoutComments } from './sources.ts';

/** One import or re-export. `target` is a path of ours, or null for a package or a module of Node. */
export type Import = {
  specifier: string;
  target: string | null;
  typeOnly: boolean;
  reexport: boolean;
  names: string[];
};

const FROM =
  /^[ \t]*(import|export)\s+(type\s+)?((?:\*(?:\s+as\s+\w+)?|\{[^}]*\}|\w+(?:\s*,\s*(?:\{[^}]*\}|\*\s+as\s+\w+))?))\s+from\s+['"]([^'"]+)['"]/gm;
const BARE = /^[ \t]*import\s+['"]([^'"]+)['"]/gm;
const DYNAMIC = /\bimport\(\s*['"]([^'"]+)['"]/g;

/** The imports of a file in three forms: `… from`, for side effects, and at run time. */
export function importsOf(source: Source): Import[] {
  const text = withoutComments(source.text);
  const found: Import[] = [];
  for (const [, keyword, type, clause = '', specifier = ''] of text.matchAll(FROM)) {
    const names = [...clause.matchAll(/(?:type\s+)?(\w+)(?:\s+as\s+(\w+))?/g)].map((name) => name[2] ?? name[1] ?? '');
    const typeOnly = Boolean(type) || everyNameIsType(clause);
    found.push({ specifier, target: resolve(source.path, specifier), typeOnly, reexport: keyword === 'export', names });
  }
  for (const pattern of [BARE, DYNAMIC]) {
    for (const [, specifier = ''] of text.matchAll(pattern)) {
      found.push({ specifier, target: resolve(source.path, specifier), typeOnly: false, reexport: false, names: [] });
    }
  }
  return found;
}

function everyNameIsType(clause: string): boolean {
  if (!clause.startsWith('{')) return false;
  const names = clause
    .slice(1, -1)
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return names.length > 0 && names.every((name) => name.startsWith('type '));
}

function resolve(from: string, specifier: string): string | null {
  if (specifier.startsWith('#')) return specifier.slice(1);
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier);
  return null;
}
