import { setImmediate as breathe } from 'node:timers/promises';
import { refusedAs } from '#server/cost/domain/saving-reasons.ts';
import {
  cardOf,
  type Finding,
  REPLAYED_MAX,
  type SavingsReport,
  SPLIT_SEED,
  WINDOW_DAYS,
} from '#server/cost/domain/savings.ts';
import { readMargins } from '#server/gates/read-margins.ts';
import type { Ctx } from '#server/platform/context.ts';
import { DAY_MS } from '#server/platform/pure/durations.ts';
import { modelPairs, otherModel, shorterAnswers } from './find-in-runs.ts';
import { cachesOf, cachingOf, dietOf, isCacheable, templated, untemplated } from './find-in-traffic.ts';
import { readArrivals } from './read-arrivals.ts';
import { readBodies } from './read-bodies.ts';
import { readRates } from './read-rates.ts';
import { readAnswerPairs, readMeasuredRuns } from './read-run-pairs.ts';
import { readTraffic } from './read-traffic.ts';

/** Versions at a model that are replayed, and pairs of runs that are compared: the busiest and the newest. */
const GROUPS_MAX = 200;
const PAIRS_MAX = 20;

/**
 * The report of all techniques over the last 30 days, from requests, templates, prices and paired runs. `onProgress`
 * gets the share done (0..1). Some seconds for a million requests; it gives other jobs a turn between two replays.
 */
export async function computeSavings(ctx: Ctx, onProgress: (share: number) => Promise<void>): Promise<SavingsReport> {
  const now = ctx.clock.now();
  const window = { from: now.getTime() - WINDOW_DAYS * DAY_MS, to: now.getTime() };
  const groups = await readTraffic(ctx, window);
  await onProgress(0.2);
  const [ratesOf, marginOf, bodyOf, runs] = await Promise.all([
    readRates(ctx, now),
    readMargins(ctx),
    readBodies(ctx, groups),
    readMeasuredRuns(ctx),
  ]);
  const known = templated(groups, bodyOf, ratesOf, GROUPS_MAX);
  const cacheable = known.filter(isCacheable);
  const wanted = cacheable.map(({ group }) => group);
  const { of: arrivalsOf, replayed } = await readArrivals(ctx, window, wanted, REPLAYED_MAX);
  await onProgress(0.4);
  const without = untemplated(groups, bodyOf);
  const caching: Finding[] = without ? [without] : [];
  for (const [i, each] of known.entries()) {
    caching.push(...cachingOf(each, arrivalsOf(each.group)));
    await breathe();
    if (i % 10 === 9) await onProgress(0.4 + (0.3 * i) / known.length);
  }
  const diets = [...(without ? [without] : []), ...known.map(dietOf)];
  const shorter = await shorterAnswers(groups, runs, {
    ratesOf,
    marginOf,
    answersOf: ({ a, b }) => readAnswerPairs(ctx, a, b),
  });
  await onProgress(0.7);
  const smaller: Finding[] = [];
  const tiered: Finding[] = [];
  const pairs = modelPairs(runs).slice(0, PAIRS_MAX);
  for (const [i, pair] of pairs.entries()) {
    const found = otherModel(pair, await readAnswerPairs(ctx, pair.a, pair.b), { ratesOf, marginOf, groups });
    smaller.push(found.smaller);
    tiered.push(found.tiered);
    await onProgress(0.7 + (0.3 * (i + 1)) / pairs.length);
  }
  const unpaired = pairs.length === 0 ? [NO_PAIR] : [];
  return {
    from: new Date(window.from).toISOString(),
    to: new Date(window.to).toISOString(),
    requests: groups.reduce((sum, { requests }) => sum + requests, 0),
    replayed,
    seed: SPLIT_SEED,
    cards: [
      cardOf('prefix_caching', caching),
      cardOf('output_compression', shorter.length > 0 ? shorter : [NO_VERSION]),
      cardOf('shorter_system_prompt', diets),
      cardOf('smaller_model', [...unpaired, ...smaller]),
      cardOf('tiered_routing', [...unpaired, ...tiered]),
    ],
    caches: cachesOf(groups, ratesOf),
  };
}

const NO_PAIR = refusedAs(
  { refused: 'nothing_to_compare', found: 0, needed: 1 },
  {
    about: '',
    subject: null,
    experiment: { kind: 'evals' },
    reason:
      'No two models have answered the same golden set with one version of a prompt. Import a run of each: quality is compared on pairs only.',
  },
);

const NO_VERSION = refusedAs(
  { refused: 'nothing_to_compare', found: 0, needed: 1 },
  { about: '', subject: null, reason: 'No request of the last 30 days names a prompt version and its input tokens.' },
);
