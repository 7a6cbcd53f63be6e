import { type Line, lineAt, type Rate, type Refusal, type Saving, savingOf } from './arithmetic.ts';
import { totalInterval } from './total-interval.ts';

/** Requests of one day that carried the section, and how many of them had it read from a cache. */
export type SectionDay = { requests: number; cachedRequests: number };

const REQUESTS_MIN = 200;

/**
 * What leaving a section out of a prompt would have saved: its tokens × the price each request paid for them, cached or
 * not. The quality without it is unknown until it is evaluated. `read` is `null` where cached input has no price: days
 * with cached requests are then refused, because the full price would be too high.
 */
export function promptDiet(
  tokens: number,
  days: readonly SectionDay[],
  { input, read }: { input: Rate; read: Rate | null },
): Saving | Refusal {
  const requests = days.reduce((sum, day) => sum + day.requests, 0);
  const cached = days.reduce((sum, day) => sum + day.cachedRequests, 0);
  if (requests < REQUESTS_MIN) return { refused: 'too_few_requests', found: requests, needed: REQUESTS_MIN };
  if (cached > 0 && read === null) return { refused: 'price_unknown', found: cached, needed: 0 };
  const lines = (all: number, fromCache: number): Line[] => [
    lineAt('tokens not read, at the price of input', (all - fromCache) * tokens, input, 1),
    ...(read === null ? [] : [lineAt('tokens not read from the cache', fromCache * tokens, read, 1)]),
  ];
  const daily = days.map((day) => total(lines(day.requests, day.cachedRequests)));
  return savingOf(lines(requests, cached), totalInterval(daily), 'not_measured');
}

/** Output tokens of one answer by the version that serves, and of the answers by the shorter one. */
export type OutputLengths = { now: readonly number[]; shorter: readonly number[] };

const ANSWERS_MIN = 30;

/**
 * What shorter answers would have saved on `requests`: the difference of the mean lengths × the price of output. The
 * shorter lengths are measured (a canary, an eval run), never assumed; refused below 30 answers on a side.
 */
export function outputCompression({ now, shorter }: OutputLengths, requests: number, output: Rate): Saving | Refusal {
  const fewest = Math.min(now.length, shorter.length);
  if (fewest < ANSWERS_MIN) return { refused: 'too_few_requests', found: fewest, needed: ANSWERS_MIN };
  const before = momentsOf(now);
  const after = momentsOf(shorter);
  const tokens = (before.mean - after.mean) * requests;
  const lines = [
    lineAt('output tokens as answered now', Math.round(before.mean * requests), output, 1),
    lineAt('output tokens of the shorter answers', Math.round(after.mean * requests), output, -1),
  ];
  const half = 1.96 * Math.sqrt(before.variance / now.length + after.variance / shorter.length) * requests;
  const at = (count: number) => lineAt('', Math.round(count), output, 1).amountPico;
  return savingOf(lines, [at(tokens - half), at(tokens + half)], 'not_measured');
}

function momentsOf(values: readonly number[]) {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
  return { mean, variance };
}

const total = (lines: readonly Line[]): bigint => lines.reduce((sum, { amountPico }) => sum + amountPico, 0n);
