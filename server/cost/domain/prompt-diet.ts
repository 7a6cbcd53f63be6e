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

/** Number, mean and variance of the output tokens of answers. */
export type Lengths = { n: number; mean: number; variance: number };

const ANSWERS_MIN = 30;

/**
 * What shorter answers would have saved on `requests`: the difference of the mean lengths × the price of output. The
 * shorter lengths are measured (a canary, an eval run), never assumed; refused below 30 answers on a side.
 */
export function outputCompression(now: Lengths, shorter: Lengths, requests: number, output: Rate): Saving | Refusal {
  const fewest = Math.min(now.n, shorter.n);
  if (fewest < ANSWERS_MIN) return { refused: 'too_few_answers', found: fewest, needed: ANSWERS_MIN };
  const tokens = (now.mean - shorter.mean) * requests;
  const lines = [
    lineAt('output tokens as answered now', Math.round(now.mean * requests), output, 1),
    lineAt('output tokens of the shorter answers', Math.round(shorter.mean * requests), output, -1),
  ];
  const half = 1.96 * Math.sqrt(now.variance / now.n + shorter.variance / shorter.n) * requests;
  const at = (count: number) => lineAt('', Math.round(count), output, 1).amountPico;
  return savingOf(lines, [at(tokens - half), at(tokens + half)], 'not_measured');
}

/** Number, mean and variance from a number, a sum and a sum of squares; 0 of nothing. */
export function lengthsOf(n: number, sum: number, squares: number): Lengths {
  const mean = n > 0 ? sum / n : 0;
  return { n, mean, variance: n > 1 ? Math.max(0, (squares - n * mean * mean) / (n - 1)) : 0 };
}

const total = (lines: readonly Line[]): bigint => lines.reduce((sum, { amountPico }) => sum + amountPico, 0n);
