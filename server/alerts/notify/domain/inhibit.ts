import { SEVERITIES, type Severity } from '#server/alerts/domain/alert.ts';

type Labelled = { severity: Severity; labels: Readonly<Record<string, string>> };

/** The labels in one form: sorted, and without empty ones, since a missing label equals an empty one. */
function labelsKey(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).filter(([, value]) => value !== '');
  return JSON.stringify(pairs.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Returns a test of whether an alert is inhibited by what fires: a page inhibits a lower severity with the same labels.
 * A page is never inhibited, also not by another page, so two alerts cannot inhibit each other.
 */
export function inhibition(firing: readonly Labelled[]): (one: Labelled) => boolean {
  const pages = new Set(firing.filter((one) => one.severity === 'page').map((one) => labelsKey(one.labels)));
  return (one) => one.severity !== 'page' && pages.has(labelsKey(one.labels));
}

/** The loudest of the severities; `ticket` of none. */
export const loudestOf = (severities: readonly Severity[]): Severity =>
  SEVERITIES.find((one) => severities.includes(one)) ?? 'ticket';
