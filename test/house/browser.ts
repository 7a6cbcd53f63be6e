import { importsOf } from './imports.ts';
import type { Source } from './sources.ts';

/** Packages that only the server computes with: in a page they weigh as much as all of its own code. */
const SERVER_ONLY = /^(@pydantic\/genai-prices$|@stdlib\/|ajv(\/|$)|re2js$|csv-parse(\/|$))/;

/** A path of imports from each file of the browser to a package of the server; an import at run time counts too. */
export function heavyInBrowser(sources: Source[]): string[] {
  const byPath = new Map(sources.map((source) => [source.path, source]));
  const seen = new Set<string>();
  const found: string[] = [];

  function walk(path: string, way: string[]): void {
    const source = byPath.get(path);
    if (source === undefined || seen.has(path)) return;
    seen.add(path);
    for (const { specifier, target, typeOnly } of importsOf(source)) {
      if (typeOnly) continue;
      if (SERVER_ONLY.test(specifier)) found.push([...way, path, specifier].join(' → '));
      else if (target !== null) walk(target, [...way, path]);
    }
  }

  for (const { path } of sources) {
    if (path.startsWith('components/') && !/\.test\.tsx?$/.test(path)) walk(path, []);
  }
  return found;
}
