/** The tabs of the settings page, in the order of their tab strip. */
export const SETTINGS_TABS = ['members', 'keys', 'environments', 'audit', 'about'] as const;
export type SettingsTab = (typeof SETTINGS_TABS)[number];

/** What may stand behind the `?` of an address; empty values are left out. */
type Query = Record<string, string | number | null | undefined>;

function address(parts: readonly (string | number)[], query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') search.set(key, String(value));
  }
  const path = parts.map((part) => encodeURIComponent(part)).join('/');
  return search.size > 0 ? `/${path}?${search}` : `/${path}`;
}

/** Every address of ours as a function. Names may hold `/` and come out encoded; to.test.ts lists them. */
export const to = {
  home: () => '/',
  /** `next`: the path of ours to go on to. */
  signIn: (next?: string) => address(['sign-in'], { next }),
  /** A one-time link. */
  link: (token: string) => address(['sign-in'], { token }),
  overview: (project: string) => address(['p', project]),
  prompts: (project: string, query: { search?: string; folder?: string; tag?: string } = {}) =>
    address(['p', project, 'prompts'], query),
  prompt: (project: string, name: string, query: Query = {}) => address(['p', project, 'prompts', name], query),
  promotions: (project: string, query: Query = {}) => address(['p', project, 'promotions'], query),
  promotion: (project: string, id: string) => address(['p', project, 'promotions', id]),
  evals: (project: string, query: Query = {}) => address(['p', project, 'evals'], query),
  dataset: (project: string, name: string, query: Query = {}) =>
    address(['p', project, 'evals', 'datasets', name], query),
  evalRun: (project: string, id: string) => address(['p', project, 'evals', 'runs', id]),
  compareRuns: (project: string, query: Query & { candidate: string; baseline: string }) =>
    address(['p', project, 'evals', 'compare'], query),
  monitor: (project: string, query: Query = {}) => address(['p', project, 'monitor'], query),
  requests: (project: string, query: Query = {}) => address(['p', project, 'monitor', 'requests'], query),
  request: (project: string, id: string) => address(['p', project, 'monitor', 'requests'], { id }),
  settings: (project: string, tab: SettingsTab = 'members') => address(['p', project, 'settings', tab]),
  /** A change of the feed: `path` is what `readChanges` gives, below the project's address. */
  change: (project: string, path: string) => `/p/${encodeURIComponent(project)}${path}`,
};
