import { HOUR_MS, MINUTE_MS } from '#server/platform/pure/durations.ts';
import { type Line, type Rate, type Saving, savingOf } from './arithmetic.ts';
import { cacheAwareOrder } from './cache-order.ts';
import { dollarsOf } from './dollars.ts';
import { breakEvenReads, cacheLines, prefixCacheSaving } from './prefix-cache.ts';
import { refusedAs } from './saving-reasons.ts';
import type { Finding, ReplayRow } from './savings.ts';
import { inDollars, isCheaper, type ModelRates } from './savings-money.ts';
import type { TemplateSection } from './template-sections.ts';

/** One version of a prompt at one model: its template, and its requests in order of arrival. */
export type CachedTraffic = {
  prompt: string;
  version: number;
  model: string;
  rates: ModelRates | null;
  sections: readonly TemplateSection[];
  prefixTokens: number;
  /** Names of the sections with those that vary behind the others of their message, and what is then before the first variable. */
  reordered: { names: readonly string[]; prefixTokens: number };
  atMs: Float64Array;
  tokensIn: Int32Array;
  /** Tokens that caches read and wrote for these requests, as measured. */
  measured: { read: number; written: number };
};

/** Shorter prefixes are not cached by OpenAI, Anthropic and Google. */
export const CACHED_TOKENS_MIN = 1_024;
const TTLS = { '5m': 5 * MINUTE_MS, '1h': HOUR_MS } as const;

/** What a prefix cache would have saved for the template as it stands, and with its sections reordered. */
export function findPrefixCaching(traffic: CachedTraffic): Finding[] {
  const { prompt, version, model, rates, sections, prefixTokens } = traffic;
  const subject = { prompt, version, model, other: null };
  const about = `${prompt} ${version} on ${model}`;
  const edit = { kind: 'edit_version', prompt, version } as const;
  const reordered = traffic.reordered.prefixTokens;
  if (rates === null) return [refusedAs({ refused: 'price_unknown', found: 0, needed: 1 }, { about, subject })];
  if (reordered < CACHED_TOKENS_MIN)
    return [
      refusedAs({ refused: 'prefix_too_short', found: prefixTokens, needed: CACHED_TOKENS_MIN }, { about, subject }),
    ];
  if (!isCheaper(rates.read, rates.input)) {
    const reason = `${about}: the registry prices cached input like other input. Give the model its price of cached input.`;
    return [refusedAs({ refused: 'no_saving_possible', found: 0, needed: 1 }, { about, subject, reason })];
  }
  const now = replayed(traffic, prefixTokens, rates);
  if (now.saving.refused !== null) return [refusedAs(now.saving, { about, subject })];
  const findings: Finding[] = [];
  const [actual, net] = netOf(now.saving, traffic.measured, rates);
  const base = { subject, basis: 'replayed', requests: traffic.atMs.length, pairs: null, recommended: true } as const;
  if (prefixTokens < CACHED_TOKENS_MIN) {
    const short = { refused: 'prefix_too_short', found: prefixTokens, needed: CACHED_TOKENS_MIN } as const;
    findings.push(refusedAs(short, { about, subject }));
  } else if (net.savedPico <= 0n) {
    const reason = `${about}: its cache already saved $${dollarsOf(actual).toFixed(2)}, as much as the replay finds.`;
    findings.push(refusedAs({ refused: 'no_saving_possible', found: 0, needed: 1 }, { about, subject, reason }));
  } else {
    findings.push({
      found: {
        ...base,
        ...inDollars(net),
        summary: `${about}: the first ${count(prefixTokens)} tokens are the same in every request.`,
        notes: [UPPER, breakEvenNote(rates), ...hourNote(rates)],
        experiment: { ...edit, change: { kind: 'cache', tokens: prefixTokens } },
        replays: now.rows,
      },
    });
  }
  if (reordered <= prefixTokens) return findings;
  const better = replayed(traffic, reordered, rates);
  if (better.saving.refused !== null) return findings;
  const gained = better.saving.savedPico - now.saving.savedPico;
  const found = cacheAwareOrder(
    sections.map(({ name, tokens, varies }) => ({ name, tokens, changedShare: varies ? 1 : 0 })),
    rates,
  );
  if (found.breaksAt === null || gained <= 0n) return findings;
  const lines: Line[] = [
    ...better.saving.lines,
    { what: 'saved with the template as it stands', quantity: null, rate: null, amountPico: -now.saving.savedPico },
  ];
  const interval = better.saving.intervalPico;
  const shifted = interval && ([interval[0] - now.saving.savedPico, interval[1] - now.saving.savedPico] as const);
  findings.push({
    found: {
      ...base,
      ...inDollars(savingOf(lines, shifted, 'not_measured')),
      recommended: false,
      summary: `${about}: “${found.breaksAt}” changes and stands before sections that do not. Moved behind them, ${count(reordered)} tokens instead of ${count(prefixTokens)} can be cached.`,
      notes: [UPPER, 'A section with a variable counts as different in every request.', ...hourNote(rates)],
      experiment: { ...edit, change: { kind: 'reorder' } },
      replays: better.rows,
      order: {
        breaksAt: found.breaksAt,
        order: [...traffic.reordered.names],
        cacheableTokens: { now: prefixTokens, reordered },
      },
    },
  });
  return findings;
}

const UPPER =
  'An upper estimate: a provider may evict a prefix earlier than it documents. Tokens are estimated as characters / 4.';

const count = (value: number): string => value.toLocaleString('en-US');

function breakEvenNote(rates: ModelRates): string {
  const reads = breakEvenReads(rates) ?? 0;
  return reads === 0
    ? 'Writing costs no more than other input, so it saves from the first read on.'
    : `It saves from ${reads.toFixed(3)} reads of each written token on.`;
}

/** Why the hour has no amount; nothing where it has. */
const hourNote = ({ writeHour }: ModelRates): string[] =>
  writeHour === null
    ? ['What an hour would save is unknown: the model has no price of tokens_cache_write with cache_ttl 1h.']
    : [];

/** The replay at five minutes, which the saving is of, and at an hour, which has a price of its own. */
function replayed({ atMs, tokensIn }: CachedTraffic, shared: number, rates: ModelRates) {
  const requests = {
    atMs,
    prefix: new Int32Array(atMs.length),
    prefixTokens: tokensIn.map((tokens) => Math.min(tokens, shared)),
  };
  const at = (ttlMs: number, write: Rate) =>
    prefixCacheSaving(requests, { ...rates, write, ttlMs, minTokens: CACHED_TOKENS_MIN, prefixesMax: null });
  const [five, hour] = [at(TTLS['5m'], rates.write), at(TTLS['1h'], rates.writeHour ?? rates.write)];
  const rows = [
    { ttl: '5m', saving: five, isPriced: true },
    { ttl: '1h', saving: hour, isPriced: rates.writeHour !== null },
  ] as const;
  return {
    saving: five,
    rows: rows.flatMap(({ ttl, saving, isPriced }): ReplayRow[] => {
      if (saving.refused !== null) return [];
      const { misses: _, ...replay } = saving.replay;
      const savedUsd = isPriced ? dollarsOf(saving.savedPico) : null;
      return [{ ttl, requests: atMs.length, ...replay, savedUsd }];
    }),
  };
}

/** What caches saved already, and what remains of the replay without it. */
function netOf(saving: Saving, measured: CachedTraffic['measured'], rates: ModelRates): [actual: bigint, net: Saving] {
  const actual = savingOf(cacheLines(measured.read, measured.written, rates), null, 'unchanged').savedPico;
  const line: Line = {
    what: 'saved already, as the requests report it',
    quantity: null,
    rate: null,
    amountPico: -actual,
  };
  const interval = saving.intervalPico && ([saving.intervalPico[0] - actual, saving.intervalPico[1] - actual] as const);
  return [actual, savingOf([...saving.lines, line], interval, saving.quality)];
}
