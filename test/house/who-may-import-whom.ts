import type { Import } from './imports.ts';
import { FEATURES, type Place, placeOf, type Zone } from './zones.ts';

/**
 * What files of a zone may import: another zone, of the given feature; or exactly one file, perhaps from one file only.
 * `typeOnly`: only its types, which leave nothing at run time.
 */
type May = ({ zone: Zone; of?: 'own' | 'own or left' } | { file: string; onlyBy?: string }) & { typeOnly?: true };

type Row = { may: May[]; packages: 'any' | RegExp };

const zones = (...names: Zone[]): May[] => names.map((zone) => ({ zone }));
const left = (...names: Zone[]): May[] => names.map((zone) => ({ zone, of: 'own or left' }));
const own = (...names: Zone[]): May[] => names.map((zone) => ({ zone, of: 'own' }));
const typesOf = (...those: May[]): May[] => those.map((may) => ({ ...may, typeOnly: true }));

/** The authorization table as plain data: safe in a browser, and the definition of roles and scopes for all. */
const ACTIONS = { file: 'server/platform/actions.ts' };

/** The message format between a page and its server: the same at both ends. */
const PAGE_WIRE: May = { file: 'server/platform/page-wire.ts' };

/** Column kinds that every schema file shares; outbox and idempotency keys. */
const COLUMNS: May = { file: 'db/schema/columns.ts' };
const PLATFORM_TABLES: May = { file: 'db/schema/platform.ts' };
const DATABASE: May = { file: 'db/client.ts' };
/** A database handle that records what a request may have changed. */
const FOLLOWED: May = { file: 'db/follow.ts' };
/** The address of the built-in Postgres: its supervisor writes it, clients read it. */
const ADDRESS: May = { file: 'db/address.ts' };
/** The queue connects to Postgres through a driver of its own. */
const JOB_POOL: May = { file: 'db/job-pool.ts' };

const NOTHING = /^$/;
/** Libraries that compute and do nothing else. */
const PURE = /^(@stdlib\/|canonicalize$|diff$|re2js$|ajv(\/|$)|csv-parse(\/|$)|secure-json-parse$|lru-cache$)/;

/** What the design system may not import: queries, procedures, the open URL. */
const NO_QUERY = /^(?!@trpc\/|@tanstack\/react-query|next\/navigation|nuqs)/;

/** The import table of the house. Everything not listed is forbidden. */
export const TABLE: Record<Exclude<Zone, 'test' | 'scripts'>, Row> = {
  app: {
    may: zones('app', 'ui', 'shell', 'feature screens', 'composed screens', 'contract', 'run for the web'),
    packages: 'any',
  },
  entry: {
    may: [
      ...zones('platform', 'run'),
      { file: 'server/projects/sign-in/sign-in-cookies.ts' },
      { file: 'server/run/web/web-services.ts' },
    ],
    packages: /^next(\/|$)/,
  },
  ui: { may: zones('ui', 'pure'), packages: NO_QUERY },
  shell: {
    may: [
      ...zones('shell', 'ui', 'contract', 'domain', 'pure'),
      ACTIONS,
      PAGE_WIRE,
      { file: 'server/run/trpc-root.ts', typeOnly: true, onlyBy: 'components/shell/trpc.ts' },
    ],
    packages: 'any',
  },
  'feature screens': {
    may: [...zones('ui', 'shell', 'contract', 'domain', 'pure'), ACTIONS, ...left('feature screens')],
    packages: 'any',
  },
  // Right of every feature: only pages, in app/, may import it.
  'composed screens': {
    may: [...zones('ui', 'shell', 'feature screens', 'composed screens', 'contract', 'domain', 'pure'), ACTIONS],
    packages: 'any',
  },
  run: {
    may: [...zones('run', 'run for the web', 'adapter', 'use case', 'platform', 'pure', 'scripts'), DATABASE, ADDRESS],
    packages: 'any',
  },
  'run for the web': {
    may: [...zones('run', 'run for the web', 'adapter', 'use case', 'platform', 'pure'), DATABASE],
    packages: 'any',
  },
  adapter: { may: [...zones('platform', 'pure'), ...left('use case', 'contract', 'domain')], packages: 'any' },
  'use case': {
    may: [
      ...zones('platform', 'pure', 'stats', 'db'),
      ...left('use case', 'contract', 'domain', 'schema'),
      PLATFORM_TABLES,
      COLUMNS,
      { file: 'package.json' },
    ],
    packages: 'any',
  },
  domain: { may: [...zones('stats', 'pure'), ACTIONS, ...left('domain')], packages: PURE },
  contract: { may: [...zones('stats', 'pure'), ACTIONS, ...left('domain', 'contract')], packages: /^zod$/ },
  platform: {
    may: [...zones('platform', 'pure'), DATABASE, FOLLOWED, JOB_POOL, PLATFORM_TABLES],
    packages: 'any',
  },
  pure: { may: zones('pure'), packages: NOTHING },
  stats: { may: zones('stats'), packages: /^@stdlib\// },
  // The words that a column may hold are those of the decisions about it: only their types, so that no code runs here.
  schema: {
    may: [...own('schema'), ...left('schema'), COLUMNS, ...typesOf(ACTIONS, ...left('domain'))],
    packages: /^drizzle-orm/,
  },
  db: { may: zones('db', 'schema'), packages: 'any' },
  client: { may: zones('client'), packages: NOTHING },
  outside: { may: [...zones('outside', 'test', 'client')], packages: 'any' },
};

/** A sentence for each import of `path` that the table does not allow. */
export function forbiddenImports(path: string, imports: Import[]): string[] {
  const place = placeOf(path);
  if (!place) return [`${path} is in no known place: no feature or layer has that name`];
  if (place.zone === 'test' || place.zone === 'scripts') return [];
  const row = TABLE[place.zone];
  return imports.flatMap((each) => {
    const allowed =
      each.target === null ? allowsPackage(row, each) : row.may.some((may) => covers(may, place, path, each));
    return allowed ? [] : [`${path} (${place.zone}) imports ${each.specifier}`];
  });
}

function allowsPackage({ packages }: Row, { specifier }: Import): boolean {
  return packages === 'any' || packages.test(specifier);
}

function covers(may: May, from: Place, path: string, { target, typeOnly }: Import): boolean {
  if (target === null || (may.typeOnly && !typeOnly)) return false;
  if ('file' in may) return may.file === target && (may.onlyBy ?? path) === path;
  const to = placeOf(target);
  // Styles and data beside a component belong to it.
  if (to?.zone !== may.zone) return false;
  if (!may.of) return true;
  if (from.feature === to.feature) return true;
  return may.of === 'own or left' && isLeft(to.feature, from.feature);
}

function isLeft(one: string | null, other: string | null): boolean {
  return (
    one !== null && other !== null && FEATURES.indexOf(one) >= 0 && FEATURES.indexOf(one) < FEATURES.indexOf(other)
  );
}
