import { to } from '#components/shell/to.ts';
import type { IconName } from '#components/ui/icons/icon.tsx';
import type { Address } from '#components/ui/link.tsx';

export type Place = { label: string; icon: IconName; href: (project: string) => Address; keys?: string };

/** The places of the sidebar in their groups. Only pages that exist. */
export const PLACES: { group: string | null; places: Place[] }[] = [
  { group: null, places: [{ label: 'Overview', icon: 'overview', href: to.overview }] },
  {
    group: 'Release',
    places: [
      { label: 'Prompts', icon: 'prompt', href: (project) => to.prompts(project) },
      { label: 'Promotions', icon: 'promotion', href: (project) => to.promotions(project) },
      { label: 'Evals', icon: 'eval', href: (project) => to.evals(project) },
      { label: 'Models', icon: 'model', href: (project) => to.models(project) },
    ],
  },
  {
    group: 'Watch',
    places: [
      { label: 'Monitor', icon: 'monitor', href: (project) => to.monitor(project) },
      { label: 'Alerts', icon: 'alert', href: (project) => to.alerts(project) },
      { label: 'Incidents', icon: 'incident', href: (project) => to.incidents(project) },
      { label: 'Runbooks', icon: 'runbook', href: (project) => to.runbooks(project) },
    ],
  },
  { group: 'Spend', places: [{ label: 'Cost', icon: 'cost', href: (project) => to.cost(project) }] },
  { group: 'Project', places: [{ label: 'Settings', icon: 'settings', href: (project) => to.settings(project) }] },
];

/** Whether `pathname` lies at or below a place. The overview matches only itself, because everything lies below it. */
export function isAt(pathname: string, project: string, place: Place): boolean {
  const href = place.href(project);
  if (href === to.overview(project)) return pathname === href;
  const root = place.label === 'Settings' ? href.slice(0, href.lastIndexOf('/')) : href;
  return pathname === root || pathname.startsWith(`${root}/`);
}
