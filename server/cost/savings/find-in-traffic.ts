import { dollarsOf } from '#server/cost/domain/dollars.ts';
import { CACHED_TOKENS_MIN, type CachedTraffic, findPrefixCaching } from '#server/cost/domain/find-prefix-caching.ts';
import { findPromptDiet } from '#server/cost/domain/find-shorter.ts';
import { cacheLines } from '#server/cost/domain/prefix-cache.ts';
import { refusedAs } from '#server/cost/domain/saving-reasons.ts';
import type { CachedShare, Finding } from '#server/cost/domain/savings.ts';
import type { ModelRates } from '#server/cost/domain/savings-money.ts';
import {
  reorderedBody,
  sectionsOf,
  steadyPrefixTokens,
  type TemplateSection,
} from '#server/cost/domain/template-sections.ts';
import type { Arrivals } from './read-arrivals.ts';
import type { BodyOf } from './read-bodies.ts';
import type { TrafficGroup } from './read-traffic.ts';

type RatesOf = (model: string) => ModelRates | null;

/** A group of requests whose template is registered. */
export type Templated = {
  group: TrafficGroup;
  prompt: string;
  rates: ModelRates | null;
  sections: TemplateSection[];
  prefixTokens: number;
  reordered: CachedTraffic['reordered'];
};

/** The groups whose version is registered, the busiest first, at most `max`. */
export const templated = (
  groups: readonly TrafficGroup[],
  bodyOf: BodyOf,
  ratesOf: RatesOf,
  max: number,
): Templated[] =>
  groups
    .flatMap((group): Templated[] => {
      const body = bodyOf(group.prompt, group.version);
      if (body === undefined || group.prompt === null) return [];
      const moved = reorderedBody(body);
      return [
        {
          group,
          prompt: group.prompt,
          rates: ratesOf(group.model),
          sections: sectionsOf(body),
          prefixTokens: steadyPrefixTokens(body),
          reordered: {
            names: sectionsOf(moved).map(({ name }) => name),
            prefixTokens: steadyPrefixTokens(moved),
          },
        },
      ];
    })
    .slice(0, max);

/** Whether a replay of the arrivals can find anything: all others are refused without reading them. */
export const isCacheable = ({ rates, prefixTokens, reordered }: Templated): boolean =>
  rates !== null && Math.max(prefixTokens, reordered.prefixTokens) >= CACHED_TOKENS_MIN;

/** What a prefix cache would have saved for one group. `arrivals` may be of the newest of its requests only. */
export function cachingOf(templated: Templated, { atMs, tokensIn }: Arrivals): Finding[] {
  const { group, ...template } = templated;
  // The measured cache is of all requests of the window: it is scaled to those that are replayed.
  const share = group.requests > 0 ? Math.min(1, atMs.length / group.requests) : 0;
  const measured = { read: Math.round(group.tokensCached * share), written: Math.round(group.tokensWritten * share) };
  return findPrefixCaching({ ...template, version: group.version, model: group.model, atMs, tokensIn, measured });
}

/** What the template of one group would have saved without its largest instruction. */
export const dietOf = ({ group, ...template }: Templated): Finding =>
  findPromptDiet({ ...template, version: group.version, model: group.model, days: group.days });

/** Why requests without a registered version are in no figure; null where there are none. */
export function untemplated(groups: readonly TrafficGroup[], bodyOf: BodyOf): Finding | null {
  const without = groups.filter(({ prompt, version }) => bodyOf(prompt, version) === undefined);
  const requests = without.reduce((sum, group) => sum + group.requests, 0);
  if (requests === 0 && groups.length > 0) return null;
  const reason =
    groups.length === 0
      ? 'No request of the last 30 days reports its input tokens.'
      : `${requests.toLocaleString('en-US')} requests name no registered prompt version, so their template is unknown.`;
  const refusal = { refused: 'nothing_to_compare', found: 0, needed: requests } as const;
  return refusedAs(refusal, { about: '', subject: null, reason });
}

/** What caches did for each prompt and model, as the requests report it; the most input first. */
export function cachesOf(groups: readonly TrafficGroup[], ratesOf: RatesOf): CachedShare[] {
  const byPrompt = Map.groupBy(groups, ({ prompt, model }) => `${model} ${prompt ?? ''}`);
  return [...byPrompt.values()]
    .flatMap((own): CachedShare[] => {
      const [first] = own;
      if (first === undefined) return [];
      const sum = (of: (group: TrafficGroup) => number) => own.reduce((total, group) => total + of(group), 0);
      const [tokensCached, tokensWritten] = [sum((group) => group.tokensCached), sum((group) => group.tokensWritten)];
      const rates = ratesOf(first.model);
      const isReported = own.some((group) => group.cachedKnown > 0);
      const lines = isReported && rates ? cacheLines(tokensCached, tokensWritten, rates) : null;
      return [
        {
          prompt: first.prompt,
          model: first.model,
          requests: sum((group) => group.requests),
          unknown: sum((group) => group.requests - group.cachedKnown),
          hits: sum((group) => group.cachedRequests),
          tokensIn: sum((group) => group.tokensIn),
          tokensCached,
          tokensWritten,
          savedUsd: lines && dollarsOf(lines.reduce((total, { amountPico }) => total + amountPico, 0n)),
        },
      ];
    })
    .sort((a, b) => b.tokensIn - a.tokensIn)
    .slice(0, CACHES_MAX);
}

const CACHES_MAX = 50;
