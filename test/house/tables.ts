import { importsOf } from './imports.ts';
import { type Source, withoutComments } from './sources.ts';
import { featureOfTables } from './zones.ts';

/** The SQL name of each table and the feature whose schema file declares it. */
export type Tables = Map<string, string>;

export function tablesOf(sources: Source[]): Tables {
  const tables: Tables = new Map();
  for (const { path, text } of sources) {
    const feature = /^db\/schema\/(\w+)\.ts$/.exec(path)?.[1];
    if (!feature) continue;
    for (const [, name = ''] of text.matchAll(/\bpgTable\(\s*['"](\w+)['"]/g))
      tables.set(name, featureOfTables(feature));
  }
  return tables;
}

/** Only server/X writes the tables of db/schema/X.ts: by the query builder, in SQL of its own, or by COPY. */
export function foreignWrites(source: Source, tables: Tables): string[] {
  const feature = /^server\/([\w-]+)\//.exec(source.path)?.[1];
  if (!feature || /\.test\.tsx?$/.test(source.path)) return [];
  return [...built(source, feature), ...written(source, feature, tables)];
}

function built(source: Source, feature: string): string[] {
  const owners = new Map<string, string>();
  for (const each of importsOf(source)) {
    const owner = /^db\/schema\/(\w+)\.ts$/.exec(each.target ?? '')?.[1];
    if (owner) for (const name of each.names) owners.set(name, featureOfTables(owner));
  }
  const calls = withoutComments(source.text).matchAll(/\.(insert|update|delete)\(\s*(\w+)\s*\)/g);
  return [...calls].flatMap(([, verb, name = '']) => {
    const owner = owners.get(name);
    return owner && owner !== feature ? [`${source.path} calls ${verb} on ${name}, a table of ${owner}`] : [];
  });
}

/** Statements that change a table, where its name follows the verb; `update` only where `set` follows the name. */
const STATEMENT =
  /\b(insert\s+into|delete\s+from|merge\s+into|truncate(?:\s+table)?|(?:alter|drop)\s+table|copy|update)\s+(?:public\.)?"?(\w+)"?(\s+(?:as\s+)?\w*\s*set\b)?/gi;
/** A string that begins with a table and its columns: the target of a COPY (`copyInto(tx, 'event (ts, …)', …)`). */
const COPY_TARGET = /['"`](\w+) \(/g;
/** A function of the database that is named after the feature whose tables it changes (db/migrations/0010_partitions.sql). */
const OWN_FUNCTION = /\b(\w+_(telemetry)_\w+)\(/g;

function written(source: Source, feature: string, tables: Tables): string[] {
  const text = withoutComments(source.text);
  const statements = [...text.matchAll(STATEMENT)].flatMap(([, verb = '', name = '', set]) =>
    verb.toLowerCase() === 'update' && !set ? [] : [{ what: `${verb} ${name}`, owner: ownerOf(name, tables) }],
  );
  const copies = [...text.matchAll(COPY_TARGET)].map(([, name = '']) => ({ what: name, owner: tables.get(name) }));
  const calls = [...text.matchAll(OWN_FUNCTION)].map(([, what, owner]) => ({ what, owner }));
  return [...statements, ...copies, ...calls].flatMap(({ what, owner }) =>
    owner && owner !== feature ? [`${source.path} writes "${what}", a table of ${owner}`] : [],
  );
}

/** The feature of a table, or of the table that this is a partition of: `rollup_minute`, `event_20261127`. */
function ownerOf(name: string, tables: Tables): string | undefined {
  const table = name.toLowerCase();
  return tables.get(table) ?? tables.get(table.replace(/(_minute|_hour|_day)?(_\d{6,8})?$/, ''));
}
