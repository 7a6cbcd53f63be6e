/** Left to right: a feature calls only those to its left. `settings` is the screens of projects and audit. */
export const FEATURES = [
  ...['audit', 'projects', 'settings', 'prompts', 'models', 'telemetry', 'evals', 'gates', 'rollouts', 'promotions'],
  ...['gateway', 'cost', 'rehearsals', 'alerts', 'runbooks', 'incidents', 'postmortems', 'overview'],
];

/** A kind of place in the repository; the same rules hold for every file of one kind. */
export type Zone =
  | 'app'
  | 'entry'
  | 'ui'
  | 'shell'
  | 'feature screens'
  | 'composed screens'
  | 'run'
  | 'run for the web'
  | 'platform'
  | 'pure'
  | 'stats'
  | 'domain'
  | 'contract'
  | 'adapter'
  | 'use case'
  | 'schema'
  | 'db'
  | 'client'
  | 'outside'
  | 'test'
  | 'scripts';

export type Place = { zone: Zone; feature: string | null };

/** The files of `server/run` that Next bundles: called by pages and its few handlers. */
const RUN_FOR_WEB =
  /^server\/run\/(trpc-root|web\/(trpc-handler|sign-in-handler|page-context|page-reads|web-services))\.ts$/;

/** What Next calls before any page: it is at the root because Next requires it there. */
const ENTRY = /^(proxy|instrumentation)\.ts$/;

/** The feature that writes the tables of `db/schema/NAME.ts`: that of its name, but for parts of one feature. */
export const featureOfTables = (name: string): string => {
  if (['budgets', 'invoices', 'savings'].includes(name)) return 'cost';
  if (name === 'lessons') return 'postmortems';
  return ['notify', 'incoming', 'anchors', 'signals'].includes(name) ? 'alerts' : name;
};

/** The place of a file, or null when no rule has one. */
export function placeOf(path: string): Place | null {
  const [floor = '', room = '', ...rest] = path.split('/');
  if (/\.test\.tsx?$/.test(path) || floor === 'test') return { zone: 'test', feature: null };
  if (ENTRY.test(path)) return { zone: 'entry', feature: null };
  if (floor === 'app') return { zone: 'app', feature: null };
  if (floor === 'components') return component(room);
  if (floor === 'server') return server(path, room, rest);
  if (floor === 'db')
    return room === 'schema'
      ? { zone: 'schema', feature: featureOfTables(rest[0]?.replace('.ts', '') ?? '') }
      : { zone: 'db', feature: null };
  if (floor === 'clients') return { zone: 'client', feature: null };
  if (['e2e', 'bench', 'examples'].includes(floor)) return { zone: 'outside', feature: null };
  return floor === 'scripts' ? { zone: 'scripts', feature: null } : null;
}

function component(room: string): Place | null {
  if (room === 'ui' || room === 'charts') return { zone: 'ui', feature: null };
  if (room === 'shell') return { zone: 'shell', feature: null };
  if (room === 'screens') return { zone: 'composed screens', feature: null };
  return FEATURES.includes(room) ? { zone: 'feature screens', feature: room } : null;
}

function server(path: string, room: string, rest: string[]): Place | null {
  if (room === 'run') return { zone: RUN_FOR_WEB.test(path) ? 'run for the web' : 'run', feature: null };
  if (room === 'platform') return { zone: rest[0] === 'pure' ? 'pure' : 'platform', feature: null };
  if (room === 'stats') return { zone: 'stats', feature: null };
  if (!FEATURES.includes(room)) return null;
  if (rest.slice(0, -1).includes('domain')) return { zone: 'domain', feature: room };
  const file = rest.at(-1) ?? '';
  if (file === 'contract.ts') return { zone: 'contract', feature: room };
  return { zone: /^(router|routes|jobs)\.ts$/.test(file) ? 'adapter' : 'use case', feature: room };
}
