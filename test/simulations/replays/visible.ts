import { type Random, seededRandom } from '#examples/demo/random.ts';
import { rankOf, USUAL } from '#examples/drills/replay-events.ts';
import type { TrafficScenario } from '#examples/drills/scenario.ts';
import { BUILTINS } from '#server/alerts/domain/builtins.ts';
import { Figures } from '#server/alerts/domain/figures.ts';
import { judgeErrorRate } from '#server/alerts/domain/monitors/error-rate.ts';
import { judgeQuality } from '#server/alerts/domain/monitors/quality.ts';
import { emptyCell } from '#server/telemetry/rollup/domain/cell.ts';
import { addScore, SHARDS } from '#server/telemetry/rollup/domain/shard-sums.ts';

/** Windows that are drawn at each share, and how many of them must be seen. */
const WINDOWS = 40;
const SEEN = 38;
/** Shares that are tried, 0..1. */
const SHARES = [
  ...[0.004, 0.006, 0.008, 0.01, 0.012, 0.015, 0.02, 0.025, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.12, 0.14, 0.16],
  ...[0.18, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.8, 1],
];
/** The longest window of the quality monitor. */
const QUALITY_WINDOW_MIN = 360;

const ruleOf = (key: string) => {
  const rule = BUILTINS.find((one) => one.key === key)?.rule;
  if (rule === undefined) throw new Error(`no built-in monitor ${key}`);
  return rule;
};

/** The least share, above `above`, that 95 % of windows show; null where not even all answers do. */
const least = (above: number, isSeen: (share: number, random: Random) => boolean): number | null => {
  const random = seededRandom(5);
  const isEnough = (share: number) =>
    Array.from({ length: WINDOWS }, () => isSeen(share, random)).filter(Boolean).length >= SEEN;
  return SHARES.filter((share) => share > above).find(isEnough) ?? null;
};

/** The least share of failing requests that the monitor of errors sees within one of its windows, in 95 %. */
export function leastErrorShare(perMinute: number): number | null {
  const rule = ruleOf('errors');
  const n = Math.round(perMinute * rule.windowMin);
  return least(rule.limit / 100 - USUAL.errors, (share, random) => {
    let errors = 0;
    for (let i = 0; i < n; i++) if (random.chance(USUAL.errors + share)) errors += 1;
    const reading = judgeErrorRate(rule, [{ n, errors, minutes: rule.windowMin }]);
    return reading.is === 'measured' && reading.breaches;
  });
}

/** The least share of spoiled answers that the quality monitor sees within six hours, in 95 %. */
export function leastSpoiledShare({ fault: { spoiled } }: TrafficScenario, perMinute: number): number | null {
  if (spoiled === undefined) return null;
  const rule = ruleOf('quality');
  const baseline = { value: USUAL.quality, n: 10_000, from: 'same_hours' as const };
  // Below that the drop is within the limit of the rule, however many scores there are.
  const within = ((rule.limit / 100) * USUAL.quality) / spoiled.damage;
  return least(within, (share, random) => {
    const figures = sixHours({ ...spoiled, share }, perMinute, random);
    const reading = judgeQuality(rule, [{ minutes: QUALITY_WINDOW_MIN, figures }], baseline);
    return reading.is === 'measured' && reading.breaches;
  });
}

/**
 * The least share that six hours of scores could show by any rule: where the drop is as large as 1.645 + 0.842 standard
 * errors (one-sided 5 %, found in 80 %). Null where the fault does not touch the scores.
 */
export function leastShareOfAnyRule({ fault: { spoiled } }: TrafficScenario, perMinute: number): number | null {
  if (spoiled === undefined) return null;
  const error = sixHours({ ...spoiled, share: 0 }, perMinute, seededRandom(6)).quality?.standardError;
  return error == null ? null : ((1.645 + 0.842) * error) / spoiled.damage;
}

type Spoiled = { share: number; damage: number; isSticky: boolean };

/** The scores of six hours, with so many spoiled. */
function sixHours({ share, damage, isSticky }: Spoiled, perMinute: number, random: Random): Figures {
  const cell = emptyCell();
  const scores = Math.round(perMinute * QUALITY_WINDOW_MIN * USUAL.scored);
  // Which users meet it differs from time to time.
  const offset = random.next();
  for (let i = 0; i < scores; i++) {
    const user = Math.floor(random.next() * USUAL.users);
    const isSpoiled = (isSticky ? (rankOf(user) + offset) % 1 : random.next()) < share;
    const score = USUAL.quality - (isSpoiled ? damage : 0) + USUAL.deviation * random.normal();
    addScore(cell.shards, user % SHARDS, Math.min(1, Math.max(0, score)));
  }
  return new Figures(cell);
}
