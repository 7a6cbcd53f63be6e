import { importsOf } from './imports.ts';
import { type Source, withoutComments } from './sources.ts';

/** SQL name of each table and the feature whose schema file makes it. */
export type Tables = Map<string, string>;

export function tablesOf(sources: Source[]): Tables {
  const tables: Tables = new Map();
  for (const { path, text } of sources) {
    const feature = /^db\/schema\/(\w+)\.ts$/.exec(path)?.[1];
    if (!feature) continue;
    for (const [, name = ''] of text.matchAll(/\bpgTable\(\s*['"](\w+)['"]/g)) tables.set(name, feature);
  }
  return tables;
}

/** Only server/X writes the tables of db/schema/X.ts: by the query builder or in SQL of its own. */
export function foreignWrites(source: Source, tables: Tables): string[] {
  const feature = /^server\/([\w-]+)\//.exec(source.path)?.[1];
  if (!feature || /\.test\.tsx?$/.test(source.path)) return [];
  return [...built(source, feature), ...written(source, feature, tables)];
}

function built(source: Source, feature: string): string[] {
  const owners = new Map<string, string>();
  for (const each of importsOf(source)) {
    const owner = /^db\/schema\/(\w+)\.ts$/.exec(each.target ?? '')?.[1];
    if (owner) for (const name of each.names) owners.set(name, owner);
  }
  const calls = withoutComments(source.text).matchAll(/\.(insert|update|delete)\(\s*(\w+)\s*\)/g);
  return [...calls].flatMap(([, verb, name = '']) => {
    const owner = owners.get(name);
    return owner && owner !== feature ? [`${source.path} calls ${verb} on ${name}, a table of ${owner}`] : [];
  });
}

function written(source: Source, feature: string, tables: Tables): string[] {
  const pattern =
    /\b(insert\s+into|delete\s+from|truncate(?:\s+table)?|copy|update)\s+"?(\w+)"?(\s+(?:as\s+)?\w*\s*set\b)?/gi;
  return [...withoutComments(source.text).matchAll(pattern)].flatMap(([, verb = '', name = '', set]) => {
    const owner = tables.get(name.toLowerCase());
    if (!owner || owner === feature || (verb.toLowerCase() === 'update' && !set)) return [];
    return [`${source.path} writes "${verb} ${name}", a table of ${owner}`];
  });
}
