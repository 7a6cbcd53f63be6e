import { to } from '#components/shell/to.ts';
import { shortId } from '#components/ui/format.ts';
import type { Address } from '#components/ui/link.tsx';

export type Crumb = { label: string; href: Address | null };

const WORDS: Record<string, string> = {
  prompts: 'Prompts',
  promotions: 'Promotions',
  evals: 'Evals',
  datasets: 'Datasets',
  runs: 'Runs',
  compare: 'Compare',
  models: 'Models',
  lineage: 'Lineage',
  monitor: 'Monitor',
  requests: 'Requests',
  incidents: 'Incidents',
  postmortem: 'Post-mortem',
  alerts: 'Alerts',
  incoming: 'From outside',
  signals: 'Signals',
  silences: 'Silences',
  channels: 'Channels',
  'on-call': 'On call',
  runbooks: 'Runbooks',
  cost: 'Cost',
  budgets: 'Budgets',
  invoices: 'Invoices',
  savings: 'Savings',
  reprice: 'Corrected prices',
  settings: 'Settings',
  members: 'Members',
  keys: 'Keys',
  environments: 'Environments',
  audit: 'Audit',
  about: 'About',
};

/** Path segments that have no page of their own, beside the provider of a model. */
const NO_PAGE = new Set(['datasets', 'runs']);

/**
 * The breadcrumbs of a URL: project, places, and what the page shows; the last one has no link. `title` replaces the
 * last label where the URL holds only an id.
 */
export function crumbsOf(pathname: string, project: string, title?: string | null): Crumb[] {
  const segments = pathname.split('/').filter(Boolean).slice(2);
  if (segments.length === 0)
    return [
      { label: project, href: to.overview(project) },
      { label: 'Overview', href: null },
    ];
  const below = segments.map((segment, index): Crumb => {
    const last = index === segments.length - 1;
    const label = (last && title) || (WORDS[segment] ?? shortId(decodeURIComponent(segment)));
    const href: Address | null =
      last || NO_PAGE.has(segment) || (segments[0] === 'models' && index === 1)
        ? null
        : `/p/${encodeURIComponent(project)}/${segments.slice(0, index + 1).join('/')}`;
    return { label, href };
  });
  return [{ label: project, href: to.overview(project) }, ...below];
}
