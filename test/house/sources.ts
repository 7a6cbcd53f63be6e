import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/** One source file: its path from the root of the repository, and its text. */
export type Source = { path: string; text: string };

const FOLDERS = ['app', 'components', 'server', 'db', 'clients', 'e2e', 'examples', 'bench', 'scripts', 'test'];
const SKIPPED = /(^|\/)(node_modules|dist|\.[^/]+)(\/|$)/;

/** Settings of tools are at the root, and so is `next-env.d.ts`, which Next writes. */
const NO_SOURCE = /\.config\.ts$|^next-env\.d\.ts$/;

/** Every TypeScript source at the root and below our folders, sorted; installed and built files are left out. */
export function readSources(root: string): Source[] {
  const paths = FOLDERS.flatMap((folder) => filesIn(join(root, folder))).map((path) => relative(root, path));
  const atRoot = readdirSync(root).filter((name) => !NO_SOURCE.test(name));
  return [...atRoot, ...paths]
    .filter((path) => /\.(ts|tsx)$/.test(path) && !SKIPPED.test(path))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
}

function filesIn(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []; // a floor that has no room yet
    throw error;
  }
}

/** The text without its comments, line for line, so that comments are not taken for code. */
export function withoutComments(text: string): string {
  const pattern = /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|\/\*[\s\S]*?\*\/|(?<![:\\])\/\/[^\n]*/g;
  return text.replace(pattern, (all, string?: string) => string ?? all.replace(/[^\n]/g, ' '));
}
