import type { Api } from '../lib/api.ts';
import type { Draft } from './draft-facts.ts';

type Alert = {
  id: string;
  title: string;
  severity: string;
  kind: string;
  labels: Record<string, string>;
  opened_at: string;
  resolved_at: string | null;
  changes: { title: string }[];
};
type Suspect = { title: string; before_ms: number; closeness: string };
export type Incident = {
  name: string;
  number: number;
  title: string;
  state: string;
  prompt: string | null;
  opened_at: string;
  suspects: Suspect[];
  suspects_total: number;
  times: Record<'impact_start' | 'detected' | 'mitigated' | 'resolved', { at: string | null } | null>;
  impact: { requests: number; failed_requests: number; users: number | null } | null;
  detector: string;
  trigger: { title: string } | null;
  alerts: { id: string }[];
};
type Channel = { name: string; last_delivered_at: string | null };

type Followed = {
  since: number;
  web: string;
  runbook: string | null;
  prompts: readonly string[];
  say: (line: string) => void;
};

/** What the product says by itself of the prompts of a drill, told as it becomes known. */
export type Story = {
  /** Reads alerts, notifications and incidents, and says what is new. */
  look(): Promise<void>;
  alerts(): readonly Alert[];
  incidents(): readonly Incident[];
  /** Reads each incident again and says how it stands, with its post-mortem. */
  end(): Promise<Incident[]>;
};

/** `since`: ms, the begin of the drill; `web`: the address of the project's pages; `prompts`: those that the drill breaks. */
export function followStory(api: Api, { since, web, runbook, prompts, say }: Followed): Story {
  const alerts = new Map<string, Alert>();
  const incidents = new Map<string, Incident>();
  const told = new Set<string>();
  const after = (at: string) => `after ${Math.max(0, Math.round((Date.parse(at) - since) / 1000))} s`;
  const isNew = ({ opened_at }: { opened_at: string }) => Date.parse(opened_at) >= since;
  // A jump of spend or input names its prompt as what jumped.
  const isMine = ({ labels }: Alert) => prompts.some((name) => name === labels.prompt || name === labels.name);

  function tellAlert(alert: Alert): void {
    const changes = alert.changes.map(({ title }) => title).slice(0, 2);
    const before = changes.length === 0 ? 'no change in the hour before' : `changed before: ${changes.join('; ')}`;
    say(`${after(alert.opened_at)}: ${alert.severity}, ${alert.title} (${alert.kind}; ${before})`);
  }

  async function tellIncident(name: string): Promise<void> {
    // A drill is in no statistic of incidents.
    const incident = await api.send<Incident>('PATCH', `/api/v1/incidents/${name}`, { drill: true });
    incidents.set(name, incident);
    const link = `${web}/incidents/${incident.number}${runbook === null ? '' : `?runbook=${runbook}`}`;
    say(`${after(incident.opened_at)}: ${name} opened, ${incident.title}: ${link}`);
    const [first] = incident.suspects;
    const minutes = first === undefined ? 0 : Math.round(first.before_ms / 60_000);
    say(
      first === undefined
        ? `  no change of its scope preceded it`
        : `  first of ${incident.suspects_total} changes that preceded it: ${first.title}, ${minutes} min before, same ${first.closeness}`,
    );
  }

  async function look(): Promise<void> {
    const { data } = await api.get<{ data: Alert[] }>('/api/v1/alerts?status=all&limit=100');
    for (const alert of data.filter(isNew).filter(isMine).reverse()) {
      if (!alerts.has(alert.id)) tellAlert(alert);
      alerts.set(alert.id, alert);
    }
    const { data: open } = await api.get<{ data: Incident[] }>('/api/v1/incidents?limit=50');
    for (const { name } of open
      .filter(isNew)
      .filter(({ prompt }) => prompt !== null && prompts.includes(prompt))
      .reverse())
      if (!incidents.has(name)) await tellIncident(name);
    const { data: channels } = await api.get<{ data: Channel[] }>('/api/v1/channels');
    if (channels.length === 0 && alerts.size > 0 && !told.has('')) {
      told.add('');
      say('  nobody is notified: the project has no channel');
    }
    for (const { name, last_delivered_at: at } of channels) {
      if (at === null || Date.parse(at) < since || told.has(name)) continue;
      told.add(name);
      say(`${after(at)}: ${name} was notified`);
    }
  }

  async function end(): Promise<Incident[]> {
    const all = await Promise.all([...incidents.keys()].map((name) => api.get<Incident>(`/api/v1/incidents/${name}`)));
    for (const incident of all) {
      incidents.set(incident.name, incident);
      const { impact, times } = incident;
      const at = (name: keyof typeof times) => times[name]?.at?.slice(11, 19) ?? 'not yet';
      say(
        `${incident.name} is ${incident.state}: began ${at('impact_start')}, detected ${at('detected')}, mitigated ${at('mitigated')} UTC`,
      );
      if (impact !== null) {
        const users = impact.users === null ? '' : ` of ${impact.users} users`;
        say(`  ${impact.failed_requests} of ${impact.requests} requests${users} failed`);
      }
      const draft = await draftOf(api, incident.name);
      say(
        draft === null
          ? '  there is no draft of a post-mortem'
          : `  draft of the post-mortem: ${web}/incidents/${incident.number}/postmortem`,
      );
    }
    return all;
  }
  return { look, end, alerts: () => [...alerts.values()], incidents: () => [...incidents.values()] };
}

/** The post-mortem of an incident, drafted where there is none yet; null where this version of the product drafts none. */
export async function draftOf(api: Api, name: string): Promise<Draft | null> {
  const path = `/api/v1/incidents/${name}/postmortem`;
  const known = await api.find<Draft>(path);
  if (known !== null) return known;
  const made = await api.send<Draft>('POST', path, {}, { expect: [404, 405] });
  return made.$status >= 300 ? null : made;
}
