import { importsOf } from './imports.ts';
import { type Source, withoutComments } from './sources.ts';

/** The tables, by their names in code, whose rows have a project. */
export function projectTables(sources: Source[]): Set<string> {
  const tables = new Set<string>();
  for (const { path, text } of sources) {
    if (!/^db\/schema\/\w+\.ts$/.test(path)) continue;
    for (const declared of text.split(/^export /m)) {
      const [, name] = /^const (\w+) = pgTable\(/.exec(declared) ?? [];
      if (name && /\bprojectId\s*:/.test(declared)) tables.add(name);
    }
  }
  return tables;
}

const DECLARATION = /^(?=\/\*\*|(?:export )?(?:async )?(?:function|const)\b)/m;

/** The functions and constants at the top of a file, each with the comment above it. */
function declarationsOf(text: string): string[] {
  const parts = text.split(DECLARATION);
  return parts.flatMap((part, i) => {
    if (part.startsWith('/**') && part.trimEnd().endsWith('*/')) return []; // goes with the next
    const above = parts[i - 1] ?? '';
    return [above.startsWith('/**') ? above + part : part];
  });
}

/**
 * A read returns rows of one project, whatever ids it receives: it names the project, or its comment states that it
 * reads the whole installation. A table without a project is read by the id of a parent that was found in one.
 */
export function unscopedReads(source: Source, tables: Set<string>): string[] {
  if (!source.path.startsWith('server/') || /\.test\.ts$/.test(source.path)) return [];
  const imported = new Set(
    importsOf(source).flatMap(({ target, names }) => (target?.startsWith('db/schema/') ? names : [])),
  );
  return declarationsOf(source.text).flatMap((declared) => {
    const code = withoutComments(declared);
    if (/\beq\(\w+\.projectId,|\bproject\.id\b/.test(code) || /whole installation/.test(declared)) return [];
    const read = [...code.matchAll(/\.from\(\s*(\w+)\s*\)/g)].map(([, name = '']) => name);
    const unscoped = read.filter((name) => imported.has(name) && tables.has(name));
    return [...new Set(unscoped)].map((name) => `${source.path} reads ${name} without naming the project`);
  });
}
