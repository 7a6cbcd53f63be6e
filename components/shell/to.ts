import type { Route } from 'next';
import type { Address } from '../ui/link.tsx';

/** The tabs of the settings page, in the order of their tab strip. */
export const SETTINGS_TABS = ['members', 'keys', 'environments', 'data', 'audit', 'about'] as const;
export type SettingsTab = (typeof SETTINGS_TABS)[number];

/** The query of an address; empty values are left out. */
type Query = Record<string, string | number | null | undefined>;

/** `path` must have a page in Next: for any other, `Route<Path>` is never. */
function address<Path extends string>(path: Route<Path>, query?: Query): Address;
function address(path: Address, query: Query = {}): Address {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== '') search.set(key, String(value));
  }
  return search.size > 0 ? `${path}?${search.toString()}` : path;
}

/** Encodes a name, which may contain `/`, as one segment of a path. */
const part = encodeURIComponent;

const at = (project: string): `/p/${string}` => `/p/${part(project)}`;

/** Every address of ours as a function; to.test.ts lists them. */
export const to = {
  home: () => address('/'),
  /** `next`: the path within the application to continue to. */
  signIn: (next?: string) => address('/sign-in', { next }),
  /** A one-time link. */
  link: (token: string) => address('/sign-in', { token }),
  overview: (project: string) => address(at(project)),
  prompts: (project: string, query: { search?: string; folder?: string; tag?: string } = {}) =>
    address(`${at(project)}/prompts`, query),
  prompt: (project: string, name: string, query: Query = {}) => address(`${at(project)}/prompts/${part(name)}`, query),
  promotions: (project: string, query: Query = {}) => address(`${at(project)}/promotions`, query),
  promotion: (project: string, id: string) => address(`${at(project)}/promotions/${part(id)}`),
  evals: (project: string, query: Query = {}) => address(`${at(project)}/evals`, query),
  dataset: (project: string, name: string, query: Query = {}) =>
    address(`${at(project)}/evals/datasets/${part(name)}`, query),
  evalRun: (project: string, id: string) => address(`${at(project)}/evals/runs/${part(id)}`),
  compareRuns: (project: string, query: Query & { candidate: string; baseline: string }) =>
    address(`${at(project)}/evals/compare`, query),
  models: (project: string, query: Query = {}) => address(`${at(project)}/models`, query),
  // Next cannot check an address whose last two segments are both any text.
  model: (project: string, provider: string, id: string): Address =>
    `${at(project)}/models/${part(provider)}/${part(id)}`,
  lineage: (project: string, query: { model?: string; node?: string } = {}) =>
    address(`${at(project)}/models/lineage`, query),
  rehearsal: (project: string, provider: string, id: string, replacements: readonly string[] = []): Address =>
    address(`${at(project)}/models/${part(provider)}/${part(id)}/rehearsal`, { replacement: replacements.join(',') }),
  monitor: (project: string, query: Query = {}) => address(`${at(project)}/monitor`, query),
  requests: (project: string, query: Query = {}) => address(`${at(project)}/monitor/requests`, query),
  request: (project: string, id: string) => address(`${at(project)}/monitor/requests`, { id }),
  incomingAlerts: (project: string) => address(`${at(project)}/alerts/incoming`),
  signals: (project: string) => address(`${at(project)}/alerts/signals`),
  savings: (project: string) => address(`${at(project)}/cost/savings`),
  budgets: (project: string, query: { budget?: string } = {}) => address(`${at(project)}/cost/budgets`, query),
  /** `meter` and `day` (`2026-03-17`) open the price row that holds then, ready to be corrected. */
  reprice: (project: string, query: { model?: string; meter?: string; day?: string; id?: string } = {}) =>
    address(`${at(project)}/cost/reprice`, query),
  invoices: (project: string) => address(`${at(project)}/cost/invoices`),
  invoice: (project: string, id: string, query: { class?: string } = {}) =>
    address(`${at(project)}/cost/invoices/${part(id)}`, query),
  incidents: (project: string) => address(`${at(project)}/incidents`),
  incident: (project: string, number: number) => address(`${at(project)}/incidents/${number}`),
  postmortem: (project: string, number: number) => address(`${at(project)}/incidents/${number}/postmortem`),
  cost: (project: string, query: Query = {}) => address(`${at(project)}/cost`, query),
  alerts: (project: string, query: { tab?: string; alert?: string; monitor?: string } = {}) =>
    address(`${at(project)}/alerts`, query),
  silences: (project: string) => address(`${at(project)}/alerts/silences`),
  channels: (project: string) => address(`${at(project)}/alerts/channels`),
  onCall: (project: string) => address(`${at(project)}/alerts/on-call`),
  runbooks: (project: string) => address(`${at(project)}/runbooks`),
  runbook: (project: string, name: string) => address(`${at(project)}/runbooks/${part(name)}`),
  settings: (project: string, tab: SettingsTab = 'members') => address(`${at(project)}/settings/${tab}`),
  /** A change of the feed: `path` is what `readChanges` returns, relative to the project's address. */
  change: (project: string, path: string): Address => `${at(project)}${path}`,
};
