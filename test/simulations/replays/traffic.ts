import { type Random, seededRandom } from '#examples/demo/random.ts';
import { inputCost, PRICE, rankOf, USUAL } from '#examples/drills/replay-events.ts';
import type { Fault, Lane, TrafficScenario } from '#examples/drills/scenario.ts';
import { valueAt } from '#examples/drills/scenario.ts';
import { drawTokens, requestsOf } from '#examples/drills/shape.ts';
import type { SeriesTraffic } from '#server/alerts/domain/traffic.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#server/platform/pure/durations.ts';
import { addCell, addEvent, type Cell, emptyCell } from '#server/telemetry/rollup/domain/cell.ts';
import { SHARDS } from '#server/telemetry/rollup/domain/shard-sums.ts';

/** Minutes before the fault that are played, so that monitors know what is usual: two days. */
const WARM_UP_MIN = 2 * 1440;
/** One lane as its monitors see it. */
export type Played = { lane: Lane; series: SeriesTraffic };

/** The requests of a lane, from two days before the fault to its end; `perMinute`: of all lanes together, on average. */
export function playLane(scenario: TrafficScenario, lane: Lane, perMinute: number, seed: number): Played {
  const random = seededRandom(seed);
  const begin = Date.parse(scenario.start);
  const minutes = new Map<number, Cell>();
  const hours = new Map<number, Cell>();
  const from = scenario.playedFrom ?? 0;
  const until = scenario.playedUntil ?? scenario.minutes;
  const played: Played = {
    lane,
    series: {
      labels: { prompt: lane.prompt, environment: 'production' },
      ...{ minutes, hours, excluded: [], deployments: [], baselines: new Map() },
    },
  };
  for (let minute = from - WARM_UP_MIN; minute < until; minute++) {
    const at = begin + minute * MINUTE_MS;
    const n = requestsOf(minute, perMinute * lane.share, random);
    const fault = minute < 0 || !lane.isHit ? {} : scenario.fault;
    const cell = playMinute(fault, scenario.fault, { minute, n, random });
    minutes.set(at, cell);
    const hour = Math.floor(at / HOUR_MS) * HOUR_MS;
    const sum = hours.get(hour) ?? emptyCell();
    addCell(sum, cell);
    hours.set(hour, sum);
  }
  return played;
}

type Asked = { minute: number; n: number; random: Random };

/** The requests of one minute. What the scenario does not touch at all is left out: it costs time and shows nothing. */
function playMinute(fault: Fault, whole: Fault, { minute, n, random }: Asked): Cell {
  const cell = emptyCell();
  const errors = USUAL.errors + valueAt(fault.errors ?? [], minute);
  const spoiled = fault.spoiled === undefined ? 0 : valueAt(fault.spoiled.share, minute);
  const slower = fault.slower === undefined ? 1 : valueAt(fault.slower, minute);
  for (let i = 0; i < n; i++) {
    const failed = random.chance(errors);
    const user = Math.floor(random.next() * USUAL.users);
    // Sticky: the same users meet it again and again, so scores of one user are alike.
    const isSpoiled = !failed && (fault.spoiled?.isSticky ? rankOf(user) : random.next()) < spoiled;
    const isScored = whole.spoiled !== undefined && !failed && random.chance(USUAL.scored);
    const mean = USUAL.quality - (isSpoiled ? (fault.spoiled?.damage ?? 0) : 0);
    const quality = isScored ? Math.min(1, Math.max(0, mean + USUAL.deviation * random.normal())) : null;
    const latencyMs = whole.slower === undefined ? null : failed ? 120 : random.logNormal(2_400 * slower, 0.3);
    const cost = whole.tokensIn === undefined || failed ? null : costOf(whole, minute, random);
    addEvent(cell, {
      ...{ failed, latencyMs, quality, ttftMs: null, inputChars: null, shard: user % SHARDS },
      ...{ tokensIn: cost?.tokensIn ?? null, tokensOut: null, tokensCached: null, costNano: cost?.nano ?? null },
      success: whole.thumbs === undefined ? null : thumb(whole, minute, random),
    });
  }
  return cell;
}

function costOf({ tokensIn = [], cached = [] }: Fault, minute: number, random: Random) {
  const input = drawTokens('context', random) * valueAt(tokensIn, minute);
  const dollars = inputCost(input, valueAt(cached, minute)) + drawTokens('generated', random) * PRICE.output;
  return { tokensIn: Math.round(input), nano: Math.round(dollars * 1e9) };
}

const thumb = ({ thumbs = [] }: Fault, minute: number, random: Random): boolean | null =>
  random.chance(USUAL.scored) ? random.chance(valueAt(thumbs, minute)) : null;

/** Dollars and tokens in by the UTC day: a fortnight like the day before the fault, then up to `now`. */
export function daysUpTo({ series }: Played, now: number) {
  const today = Math.floor(now / DAY_MS);
  const first = Math.floor(Math.min(...series.hours.keys()) / DAY_MS) + 1;
  const days = Array.from({ length: today - first + 1 }, (_, i) => {
    const day = first + i;
    const sum = emptyCell();
    for (let hour = day * DAY_MS; hour < Math.min(now, (day + 1) * DAY_MS); hour += HOUR_MS) {
      const isWhole = hour + HOUR_MS <= now;
      const cell = series.hours.get(hour);
      if (isWhole && cell !== undefined) addCell(sum, cell);
      else
        for (let at = hour; at < now; at += MINUTE_MS) {
          const cell = series.minutes.get(at);
          if (cell !== undefined) addCell(sum, cell);
        }
    }
    return { day, sum };
  });
  const [usual] = days;
  const before = usual === undefined ? [] : Array.from({ length: 14 }, (_, i) => ({ ...usual, day: first - 14 + i }));
  return { today, first: first - 14, days: [...before, ...days] };
}
