import type { Estimate } from '#server/incidents/domain/impact.ts';
import { HOUR_MS, MINUTE_MS } from '#server/platform/pure/durations.ts';
import type { Facts, GateSet } from './facts.ts';

/** `2026-11-22 10:06 UTC`. */
export const instant = (ms: number): string => `${new Date(ms).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

/** `40 s`, `6 min`, `2 h 08 min`. */
export function span(ms: number): string {
  if (ms < MINUTE_MS) return `${Math.round(ms / 1000)} s`;
  const minutes = Math.round(ms / MINUTE_MS);
  if (minutes < 60) return `${minutes} min`;
  const rest = String(minutes % 60).padStart(2, '0');
  return `${Math.floor((minutes * MINUTE_MS) / HOUR_MS)} h${rest === '00' ? '' : ` ${rest} min`}`;
}

/** `1,204`. */
export const count = (n: number): string => n.toLocaleString('en-US', { maximumFractionDigits: 0 });
/** `1 item`, `1,204 items`. */
export const plural = (n: number, word: string): string => `${count(n)} ${word}${n === 1 ? '' : 's'}`;

const usd = (value: number): string =>
  `${value < 0 ? '−' : ''}$${Math.abs(value).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: Math.abs(value) < 1 ? 6 : 2 })}`;
const points = (value: number): string => `${value < 0 ? '−' : ''}${Math.abs(value * 100).toFixed(1)}`;
const whole = (value: number): string => (value < 0 ? `−${count(-value)}` : count(value));

const within = ({ interval }: Estimate, words: (value: number) => string): string =>
  interval === null ? 'no interval can be given' : `95 % interval ${words(interval[0])} to ${words(interval[1])}`;

const moreOrFewer = ({ value }: Estimate, fewer: string): string => (value < 0 ? fewer : 'more');

/** What is known of the impact, one sentence each, without a full stop. */
export function impactLines({ impact }: Facts): string[] {
  if (impact === null) return [];
  const { requests, failedRequests, excessFailures, users, failedUsers } = impact;
  const span = `from ${instant(impact.from)} to ${instant(impact.to)}`;
  if (requests === 0) return [`No request of its scope was seen ${span}`];
  const lines = [`${count(failedRequests)} of ${plural(requests, 'request')} failed ${span}`];
  if (excessFailures !== null)
    lines.push(
      `That is ${count(Math.abs(excessFailures.value))} ${moreOrFewer(excessFailures, 'fewer')} failures than at the rate before (${within(excessFailures, whole)})`,
    );
  if (users !== null && failedUsers !== null)
    lines.push(`${count(failedUsers)} of ${plural(users, 'user')} met a failure`);
  if (impact.outcomes > 0)
    lines.push(`${count(impact.failedOutcomes)} of ${plural(impact.outcomes, 'outcome')} failed`);
  if (impact.extraCostUsd !== null)
    lines.push(
      `It cost ${usd(Math.abs(impact.extraCostUsd.value))} ${moreOrFewer(impact.extraCostUsd, 'less')} than the same requests before (${within(impact.extraCostUsd, usd)})`,
    );
  if (impact.quality !== null)
    lines.push(`Quality differed by ${points(impact.quality.value)} points of 100 (${within(impact.quality, points)})`);
  return lines;
}

/** What a golden set held: `orders, 120 items: dates 40, totals 80`. */
export const setWords = ({ dataset, items, categories }: GateSet): string =>
  `${dataset}, ${plural(items, 'item')}${categories.length === 0 ? '' : `: ${categories.map(({ name, n }) => `${name} ${n}`).join(', ')}`}`;

/**
 * A text of the timeline inside of Markdown: on one line, in quotation marks that it cannot close, and with everything
 * escaped that Markdown reads.
 */
export const quoted = (text: string): string =>
  `“${text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/“|”/g, "'")
    .replace(/[\\`*_[\]<>|#~]/g, '\\$&')}”`;
