import { cut, titleOf } from './incoming-alert.ts';

/** How bad a status page says it is. */
export const STATUS_INDICATORS = ['none', 'minor', 'major', 'critical', 'maintenance'] as const;
export type StatusIndicator = (typeof STATUS_INDICATORS)[number];

/** Statuspage's `summary.json`, as far as it is read. */
export type StatusSummary = {
  status: { indicator: StatusIndicator; description?: string };
  incidents: {
    id: string;
    name: string;
    status: string;
    impact?: string;
    created_at: string;
    resolved_at?: string | null;
    shortlink?: string | null;
  }[];
};

/** An incident as a provider announced it. */
export type AnnouncedIncident = {
  id: string;
  name: string;
  status: string;
  impact: string;
  url: string | null;
  announcedAt: Date;
  resolvedAt: Date | null;
};

/** Incidents of a page that are kept; the newest. A page lists those that are not resolved. */
const INCIDENTS_MAX = 50;

/** The incidents of a page, without those whose time cannot be read. A time to come is cut to `now`: clocks disagree. */
export function announcedIncidents(summary: StatusSummary, now: Date): AnnouncedIncident[] {
  return summary.incidents
    .flatMap(({ id, name, status, impact = 'none', created_at: created, resolved_at: resolved, shortlink }) => {
      const at = new Date(created);
      if (Number.isNaN(at.getTime())) return [];
      const ended = resolved ? new Date(resolved) : null;
      const isOver = status === 'resolved' || status === 'postmortem';
      return [
        {
          ...{ id: cut(id, 100), name: titleOf(name, id), status: cut(status, 50), impact: cut(impact, 50) },
          url: shortlink && /^https:\/\//.test(shortlink) ? cut(shortlink, 500) : null,
          announcedAt: at > now ? now : at,
          resolvedAt: isOver ? (ended && !Number.isNaN(ended.getTime()) ? ended : now) : null,
        },
      ];
    })
    .sort((a, b) => b.announcedAt.getTime() - a.announcedAt.getTime())
    .slice(0, INCIDENTS_MAX);
}
