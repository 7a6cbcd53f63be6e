import { mean } from '#server/stats/mean.ts';
import { seededRandom } from '#server/stats/seeded-random.ts';
import { tInterval } from '#server/stats/t-interval.ts';
import { type Line, type Rate, type Refusal, type Saving, savingOf } from './arithmetic.ts';
import { PAIRS_MIN } from './smaller-model.ts';
import { totalInterval } from './total-interval.ts';

/**
 * A request that both models answered (in shadow or on a golden set): the signal that the rule uses (such as the
 * prompt's length; lower is easier), quality 0..1 and cost in 10⁻¹² dollars of each answer, by its own measured tokens.
 */
export type RoutablePair = {
  signal: number;
  cheapQuality: number;
  strongQuality: number;
  cheapPico: bigint;
  strongPico: bigint;
};

export type RoutingRules = {
  margin: number;
  /** Draws the halves: the same seed and pairs have the same halves. */
  seed: number;
  /** What the router itself costs for each request. */
  routerPico: bigint;
  /** Share (0..1) of routed requests that are sent again to the strong model. */
  escalatedShare: number;
};

/**
 * One threshold: the requests at or below it go to the cheap model. Quality over all requests, the others unchanged.
 */
export type CurvePoint = { threshold: number; routedShare: number; qualityDifference: number; savedPico: bigint };

export type TieredRouting = Saving & {
  /** The points of the half that the threshold was chosen on. */
  curve: CurvePoint[];
  threshold: number;
  routed: number;
  /** Whether the lower end of the quality difference is above −margin on the other half. */
  recommended: boolean;
};

const ROUTED_MIN = 30;
const POINTS = 20;

/**
 * What sending easy requests to a cheaper model would have saved, from paired answers alone. The threshold is chosen on
 * one half of the pairs, drawn by the seed (the most saved whose quality stays within the margin), and tested on the other,
 * to which the amounts refer. Refused below 200 pairs, and where no threshold routes 30 of them within the margin.
 */
export function tieredRouting(pairs: readonly RoutablePair[], rules: RoutingRules): TieredRouting | Refusal {
  if (pairs.length < PAIRS_MIN) return { refused: 'too_few_pairs', found: pairs.length, needed: PAIRS_MIN };
  const [choosing, judging] = halvesOf(pairs, rules.seed);
  const curve = curveOf(choosing, rules);
  const best = curve
    .filter(({ qualityDifference, savedPico }) => qualityDifference > -rules.margin && savedPico > 0n)
    .reduce<CurvePoint | null>((most, each) => (most === null || each.savedPico > most.savedPico ? each : most), null);
  if (best === null) return { refused: 'no_saving_possible', found: 0, needed: 1 };
  const routed = judging.filter(({ signal }) => signal <= best.threshold).length;
  if (routed < ROUTED_MIN) return { refused: 'too_few_routed', found: routed, needed: ROUTED_MIN };
  const quality = qualityOn(judging, best.threshold);
  const saved = judging.map((pair) => sum(linesOf([pair], best.threshold, rules)));
  return {
    ...savingOf(linesOf(judging, best.threshold, rules), totalInterval(saved), quality),
    curve,
    threshold: best.threshold,
    routed,
    recommended: quality.low > -rules.margin,
  };
}

/**
 * Both halves in an order drawn by the seed (Fisher and Yates); the second is the smaller of an odd number. Every second
 * pair would follow the order of the golden set, which may alternate.
 */
function halvesOf<T>(pairs: readonly T[], seed: number): [choosing: T[], judging: T[]] {
  const random = seededRandom(seed);
  const drawn = [...pairs];
  for (let i = drawn.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [drawn[i], drawn[j]] = [drawn[j] as T, drawn[i] as T];
  }
  const middle = Math.ceil(drawn.length / 2);
  return [drawn.slice(0, middle), drawn.slice(middle)];
}

function curveOf(pairs: readonly RoutablePair[], rules: RoutingRules): CurvePoint[] {
  const signals = pairs.map(({ signal }) => signal).sort((a, b) => a - b);
  const at = (share: number) => signals[Math.ceil(share * signals.length) - 1] ?? 0;
  const thresholds = new Set(Array.from({ length: POINTS }, (_, i) => at((i + 1) / POINTS)));
  return [...thresholds].map((threshold) => ({
    threshold,
    routedShare: pairs.filter(({ signal }) => signal <= threshold).length / pairs.length,
    qualityDifference: qualityOn(pairs, threshold).difference,
    savedPico: sum(linesOf(pairs, threshold, rules)),
  }));
}

function qualityOn(pairs: readonly RoutablePair[], threshold: number) {
  const differences = pairs.map((pair) => (pair.signal <= threshold ? pair.cheapQuality - pair.strongQuality : 0));
  const difference = mean(differences);
  const n = differences.length;
  const squares = differences.reduce((total, each) => total + (each - difference) ** 2, 0);
  const interval = squares > 0 ? tInterval(difference, Math.sqrt(squares / (n * (n - 1))), n - 1) : null;
  // Where none of n pairs differs, a share of about 3/n may still differ.
  const [low, high] = interval ?? [difference - 3 / n, difference + 3 / n];
  return { difference, low, high, n };
}

function linesOf(pairs: readonly RoutablePair[], threshold: number, rules: RoutingRules): Line[] {
  const routed = pairs.filter(({ signal }) => signal <= threshold);
  const strong = routed.reduce((total, { strongPico }) => total + strongPico, 0n);
  const cheap = routed.reduce((total, { cheapPico }) => total + cheapPico, 0n);
  const escalated = BigInt(Math.round(Number(strong) * rules.escalatedShare));
  const router: Rate = { amountPico: rules.routerPico, per: 1 };
  return [
    { what: 'routed requests at the strong model', quantity: routed.length, rate: null, amountPico: strong },
    { what: 'the same at the cheap model, as measured', quantity: routed.length, rate: null, amountPico: -cheap },
    { what: 'asked again of the strong model', quantity: null, rate: null, amountPico: -escalated },
    {
      what: 'the router, for every request',
      quantity: pairs.length,
      rate: router,
      amountPico: -BigInt(pairs.length) * rules.routerPico,
    },
  ];
}

const sum = (lines: readonly Line[]): bigint => lines.reduce((total, { amountPico }) => total + amountPico, 0n);
