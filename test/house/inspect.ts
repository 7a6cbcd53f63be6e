import { heavyInBrowser } from './browser.ts';
import { cycles } from './cycles.ts';
import { undocumented } from './documents.ts';
import { formFaults, noRoute } from './form.ts';
import { importsOf } from './imports.ts';
import { sharedLocks } from './locks.ts';
import { impurities } from './purity.ts';
import { projectTables, unscopedReads } from './scopes.ts';
import { strayPieces } from './sizes.ts';
import type { Source } from './sources.ts';
import { foreignWrites, tablesOf } from './tables.ts';
import { looseTransactions } from './transactions.ts';
import { forbiddenImports } from './who-may-import-whom.ts';
import { repeatedLists } from './words.ts';

/** Each rule of the house by name, with the function that returns its violations among the sources. */
export const RULES: Record<string, (sources: Source[]) => string[]> = {
  'imports only what the table allows': (sources) =>
    sources.flatMap((source) => forbiddenImports(source.path, importsOf(source))),
  'keeps decisions pure': (sources) => sources.flatMap(impurities),
  'writes only its own tables': (sources) => {
    const tables = tablesOf(sources);
    return sources.flatMap((source) => foreignWrites(source, tables));
  },
  'loads no package of the server in a page': heavyInBrowser,
  'has only routes in app/': (sources) => sources.flatMap(noRoute),
  'passes a transaction in the context': (sources) => sources.flatMap(looseTransactions),
  'scopes every read by project': (sources) => {
    const tables = projectTables(sources);
    return sources.flatMap((source) => unscopedReads(source, tables));
  },
  'keeps files small, named and without barrels': (sources) => sources.flatMap(formFaults),
  'documents what the server exports': (sources) => sources.flatMap(undocumented),
  'keeps no small file beside its only reader': strayPieces,
  'declares each list of words once': repeatedLists,
  'gives each advisory lock a number of its own': sharedLocks,
  'has no import cycles': (sources) => {
    // Types count: a type import leaves nothing at run time, but a reader still has to go back to its file.
    const paths = new Set(sources.map((source) => source.path));
    const targets = (source: Source) =>
      importsOf(source).flatMap(({ target }) => (target && paths.has(target) ? [target] : []));
    return cycles(new Map(sources.map((source) => [source.path, targets(source)])));
  },
};
