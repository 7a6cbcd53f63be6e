import { type Source, withoutComments } from './sources.ts';

/** The home of the one way to begin a transaction, and the types of the files that make contexts. */
const HOME = 'server/platform/in-transaction.ts';
const MAKE_CONTEXTS = new Set([HOME, 'server/platform/context.ts', 'server/platform/time-limit.ts']);

/** Transactions of the bare driver: for COPY, for an isolation level, and before there is a context. */
const BEGIN = new Set([
  'server/run/grant.ts',
  'server/run/migrate.ts',
  'server/run/postgres/roles.ts',
  'server/run/supervisor/first-start.ts',
  'server/telemetry/store/writer.ts',
  'server/telemetry/rollup/roll-up.ts',
  'server/cost/rollup/roll-up-tasks.ts',
]);

const IMPORTS_DB = /\bimport\s+(?:type\s+)?\{[^}]*\b(?:Db|Tx)\b[^}]*\}\s*from\s*['"][^'"]*\bdb\/client\.ts['"]/;
const TAKES_DB = /[(,{;]\s*\w+\??\s*:\s*(?:Readonly<)?\w*(?:Ctx|Services|InTx)(?:<[^;{}]*>)?\[\s*['"]db['"]\s*\]/;

/** The context carries the transaction: nothing else passes one on, and only one function begins one. */
export function looseTransactions(source: Source): string[] {
  const { path } = source;
  if (!/^(server|test)\//.test(path) || path.startsWith('test/house')) return [];
  const text = withoutComments(source.text);
  const found: string[] = [];
  if (path !== HOME && /\.transaction\s*\(/.test(text)) found.push(`${path} begins a transaction itself: see ${HOME}`);
  if (!path.startsWith('server/') || /\.test\.ts$/.test(path)) return found;
  if (!BEGIN.has(path) && /\.begin\s*\(/.test(text)) found.push(`${path} begins a transaction of the bare driver`);
  if (MAKE_CONTEXTS.has(path)) return found;
  if (IMPORTS_DB.test(text)) found.push(`${path} names Db or Tx, which the context carries: see ${HOME}`);
  if (TAKES_DB.test(text)) found.push(`${path} has a database parameter instead of the context that carries it`);
  return found;
}
