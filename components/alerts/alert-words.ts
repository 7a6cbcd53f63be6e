import type { Outputs } from '#components/shell/trpc.ts';
import type { BadgeState } from '#components/ui/badge/badge-states.ts';
import { count, latency, plural, score } from '#components/ui/format.ts';
import { type AlertSource, SEVERITIES, type Severity } from '#server/alerts/domain/alert.ts';
import { SERIES_KINDS } from '#server/alerts/domain/series-kind.ts';
import { conditionSentence } from './condition-words.ts';

export type Alert = Outputs['alerts']['history']['alerts'][number];
export type FiringAlert = Outputs['alerts']['page']['firing'][number];
type Page = Outputs['alerts']['page'];

export const SEVERITY_WORDS: Record<Severity, { word: string; badge: BadgeState }> = {
  page: { word: 'Page', badge: 'fail' },
  warning: { word: 'Warning', badge: 'warn' },
  ticket: { word: 'Ticket', badge: 'waits' },
};

/** The alert that the address names first, then the loudest, each severity newest first as it came. */
export function inOrder<T extends Pick<Alert, 'id' | 'severity'>>(firing: readonly T[], named: string | null): T[] {
  const place = ({ id, severity }: T) => (id === named ? -1 : SEVERITIES.indexOf(severity));
  return firing.toSorted((a, b) => place(a) - place(b));
}

/** Whether the series that it was decided from can be drawn; the others have nothing to show beside their sentence. */
export const hasChart = ({ kind, monitorId }: Pick<Alert, 'kind' | 'monitorId'>): boolean =>
  monitorId !== null && SERIES_KINDS.some((one) => one === kind);

/** What the page begins with. */
export function alertsHeadline({ firing, counts }: Page): string {
  const [first] = firing;
  if (first === undefined) return counts.enabled === 0 ? 'No monitor is on yet.' : 'Nothing fires.';
  if (counts.firing === 1) return `1 alert fires: ${first.title}.`;
  const pages = firing.filter(({ severity }) => severity === 'page').length;
  const loud = pages === 0 ? '' : `, ${plural(pages, 'of them a page', 'of them pages')}`;
  const [loudest = first] = inOrder(firing, null);
  const which =
    loudest.severity === first.severity ? 'newest' : `newest ${SEVERITY_WORDS[loudest.severity].word.toLowerCase()}`;
  return `${plural(counts.firing, 'alert fires', 'alerts fire')}${loud}. The ${which}: ${loudest.title}.`;
}

export const alertsEvidence = ({ counts }: Page): string =>
  `${plural(counts.enabled, 'monitor is', 'monitors are')} evaluated every 30 s, over windows that end a minute ago. ${plural(counts.all, 'alert', 'alerts')} so far.`;

const fixed = (value: number | null | undefined, digits = 1): string =>
  value === null || value === undefined ? 'unknown' : String(Number(value.toFixed(digits)));

const percent = (share: number | null | undefined): string =>
  share === null || share === undefined ? 'An unknown share' : `${fixed(100 * share)} %`;

const WHENCE = {
  same_hours: 'at the same hours of the 7 days before',
  trailing_day: 'over the day before',
  same_hours_together: 'at the same hours of the 7 days before, taken together,',
  pinned: 'by the value that the monitor pins',
  missing: 'before',
} as const;

/** What the alert was decided from, as sentences. */
export function alertSentence(alert: Pick<Alert, 'kind' | 'evidence' | 'source' | 'labels' | 'openedAt'>): string {
  const { kind, evidence } = alert;
  const { value, limit, n, measured, baseline, baselineN, baselineFrom = 'missing', interval, windowMin } = evidence;
  const between = interval ? ` (${fixed(interval[0])} to ${fixed(interval[1])})` : '';
  const over = `of the last ${windowMin ?? 0} min`;
  const rest = `limit ${fixed(limit, 2)}`;
  switch (kind) {
    case 'quality':
      return `Mean quality ${over} is ${score(measured)}; ${WHENCE[baselineFrom]} it was ${score(baseline)}. The drop is ${fixed(value)} %${between}, ${rest} %, n ${count(n)} against ${count(baselineN)}.`;
    case 'latency':
      return `P99 ${over} is ${latency(measured)}; ${WHENCE[baselineFrom]} it was ${latency(baseline)}. That is ${fixed(value)} times, ${rest} times, n ${count(n)}.`;
    case 'outcome':
      return `${percent(measured)} of outcomes ${over} failed; ${WHENCE[baselineFrom]} it was ${percent(baseline)}. That is ${fixed(value)} times${between}, ${rest} times, n ${count(n)} against ${count(baselineN)}.`;
    case 'feedback':
      return `${percent(measured)} of the feedback ${over} is negative; in the week before it was ${percent(baseline)}. That is ${fixed(value)} times${between}, ${rest} times, n ${count(n)} against ${count(baselineN)}.`;
    case 'drift':
      return `The requests ${over} are distributed otherwise than in the days since this version serves: population stability index ${fixed(value, 2)}, ${rest}, n ${count(n)} against ${count(baselineN)}.`;
    case 'error_rate':
      return `${fixed(value)} % of requests ${over} failed${between}, ${rest} %, n ${count(n)}.`;
    case 'injection':
      return `${fixed(value)} % of the scanned requests ${over} carry signals of prompt injection${between}; ${WHENCE[baselineFrom]} it was ${fixed(baseline)} %, ${rest} %, n ${count(n)} scanned.`;
    case 'burn_rate':
      return `${fixed(value)} % of requests ${over} failed, where the error budget allows ${fixed(limit, 2)} %, n ${count(n)}: ${evidence.window ?? ''}.`;
    case 'telemetry_missing':
      return `No request in ${windowMin ?? 0} min, where the same hour of the last three weeks had at least ${count(baseline)}.`;
    case 'metric':
      return `${evidence.method ?? 'The metric'} ${over} is ${fixed(measured, 4)}, ${rest}${baseline ? ` times ${fixed(baseline, 4)}` : ''}, n ${count(n)}.`;
    default:
      return conditionSentence(alert) ?? incomingSentence(alert);
  }
}

const SENDERS: Record<AlertSource, string> = {
  ...{ alertmanager: 'Alertmanager', opsgenie: 'An Opsgenie client', webhook: 'A webhook', event: 'Switchyard' },
  monitor: 'A monitor',
};

/** Characters of what a sender says that a card shows. */
const SAID_MAX = 400;
const LABELS_MAX = 6;

const textOf = (value: unknown): string | null =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : null;

/** What a system outside says of its alert: its description, else its labels. */
function incomingSentence({ source, evidence, labels }: Pick<Alert, 'source' | 'evidence' | 'labels'>): string {
  const given: Record<string, unknown> = { ...evidence };
  const annotations: Record<string, unknown> = { ...Object(given.annotations) };
  const said = textOf(annotations.description) ?? textOf(given.description) ?? textOf(given.note);
  const cut = said !== null && said.length > SAID_MAX ? `${said.slice(0, SAID_MAX)}…` : said;
  const named = Object.entries(labels).slice(0, LABELS_MAX);
  const where = named.length === 0 ? '' : ` Labels: ${named.map(([name, value]) => `${name} ${value}`).join(', ')}.`;
  return `${SENDERS[source]} ${cut === null ? 'gives no description.' : `says: ${/[.!?…]$/.test(cut) ? cut : `${cut}.`}`}${where}`;
}
