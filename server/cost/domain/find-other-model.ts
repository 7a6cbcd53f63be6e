import { type Margin, marginPoints } from '#server/evals/domain/margin.ts';
import { mean } from '#server/stats/mean.ts';
import { tangoInterval } from '#server/stats/tango.ts';
import { type Saving, savingOf, scaleSaving } from './arithmetic.ts';
import { dollarsOf } from './dollars.ts';
import { marginWords } from './margin-words.ts';
import { refusedAs } from './saving-reasons.ts';
import type { Experiment, Finding } from './savings.ts';
import { inDollars } from './savings-money.ts';
import { type SubsetRules, smallerModelForSubset } from './smaller-model.ts';
import { type RoutablePair, type RoutingRules, tieredRouting } from './tiered-routing.ts';
import { totalInterval } from './total-interval.ts';

/** An item that both models answered; costs in 10⁻¹² dollars by the tokens of each answer, null where unknown. */
export type ModelPair = {
  category: string;
  /** The prompt's length in tokens of the strong model; null where it was not measured. */
  tokensIn: number | null;
  smallScore: number;
  largeScore: number;
  smallPico: bigint | null;
  largePico: bigint | null;
};

/** Two runs of one version over the same items with the same scorers, by different models. */
export type ModelsCompared = {
  prompt: string;
  version: number;
  small: string;
  large: string;
  runs: { candidate: string; baseline: string };
  pairs: readonly ModelPair[];
  /** Whether items share a context, so that their pairs are not independent. */
  isClustered: boolean;
  /** Requests of the prompt at the large model in the window. */
  requests: number;
};

const aboutOf = ({ prompt, version, small, large }: ModelsCompared) => `${small} for ${large} in ${prompt} ${version}`;
const subjectOf = ({ prompt, version, small, large }: ModelsCompared) => ({
  prompt,
  version,
  model: large,
  other: small,
});

/** The version on the small model, for the requests that may move: saved, it passes a gate and is promoted as any other. */
const startWith = ({ prompt, version, small }: ModelsCompared, where: string): Experiment => ({
  ...{ kind: 'edit_version', prompt, version },
  change: { kind: 'model', model: small, where },
});

/** The reason that excludes both techniques before any test. */
function refusalOf(compared: ModelsCompared): Finding | null {
  const [about, subject] = [aboutOf(compared), subjectOf(compared)];
  const unpriced = compared.pairs.filter(({ smallPico, largePico }) => smallPico === null || largePico === null).length;
  if (unpriced > 0) return refusedAs({ refused: 'price_unknown', found: unpriced, needed: 0 }, { about, subject });
  if (compared.isClustered)
    return refusedAs({ refused: 'items_not_independent', found: 0, needed: 1 }, { about, subject });
  return null;
}

/** For traffic the amounts of the pairs × requests / pairs; without traffic the amounts of the pairs. */
const carriedOver = (saving: Saving, pairs: number, requests: number): Saving =>
  requests > 0 ? scaleSaving(saving, pairs, requests) : saving;

const trafficNote = ({ requests, pairs, large }: ModelsCompared): string =>
  requests > 0
    ? `Carried over from the golden set to ${requests.toLocaleString('en-US')} requests, as if they had its mix of categories and lengths.`
    : `No request of the last 30 days went to ${large}: the amount is of the ${pairs.length.toLocaleString('en-US')} recorded answers alone.`;

/** The card of a smaller model: the categories that it may answer. */
export function findSmallerModel(compared: ModelsCompared, rules: SubsetRules): Finding {
  const [about, subject] = [aboutOf(compared), subjectOf(compared)];
  const experiment = { kind: 'compare_runs', ...compared.runs } as const;
  const stopped = refusalOf(compared);
  if (stopped !== null) return stopped;
  const isBinary = compared.pairs.every(
    ({ smallScore: s, largeScore: l }) => (s === 0 || s === 1) && (l === 0 || l === 1),
  );
  if (!isBinary) return refusedAs({ refused: 'scores_not_binary', found: 0, needed: 1 }, { about, subject });
  const answers = compared.pairs.map(({ category, smallScore, largeScore, smallPico, largePico }) => ({
    category,
    smallRight: smallScore === 1,
    largeRight: largeScore === 1,
    smallPico: smallPico ?? 0n,
    largePico: largePico ?? 0n,
  }));
  const found = smallerModelForSubset(answers, rules);
  if (found.refused !== null)
    return refusedAs(
      { refused: found.refused, found: found.pairs, needed: found.pairsMin },
      { about, subject, experiment },
    );
  const count = (verdict: string) => found.categories.filter((each) => each.verdict === verdict).length;
  const tally = `${count('worse')} worse, ${count('unclear')} unclear, ${count('too_thin')} too thin`;
  if (found.move.length === 0) {
    const reason = `${about}: of ${found.categories.length} categories none is proven not worse (${tally}).`;
    return refusedAs({ refused: 'no_saving_possible', found: 0, needed: 1 }, { about, subject, experiment, reason });
  }
  const moved = answers.filter(({ category }) => found.move.includes(category));
  const sum = (side: 'smallPico' | 'largePico') => moved.reduce((total, each) => total + each[side], 0n);
  const won = moved.filter(({ smallRight, largeRight }) => smallRight && !largeRight).length;
  const lost = moved.filter(({ smallRight, largeRight }) => largeRight && !smallRight).length;
  const difference = (won - lost) / moved.length;
  const interval = tangoInterval({ n: moved.length, candidateOnly: won, baselineOnly: lost });
  const [low, high] = interval ?? [-1, 1];
  const saving = savingOf(
    [
      {
        what: `answers of these categories at ${compared.large}`,
        quantity: moved.length,
        rate: null,
        amountPico: sum('largePico'),
      },
      {
        what: `the same at ${compared.small}, as measured`,
        quantity: moved.length,
        rate: null,
        amountPico: -sum('smallPico'),
      },
    ],
    totalInterval(answers.map((each) => (found.move.includes(each.category) ? each.largePico - each.smallPico : 0n))),
    { difference, low, high, n: moved.length },
  );
  return {
    found: {
      subject,
      ...inDollars(carriedOver(saving, answers.length, compared.requests)),
      basis: 'paired',
      requests: compared.requests,
      pairs: answers.length,
      recommended: true,
      margin: { margin: rules.margin, marginKind: rules.marginKind },
      summary: `${compared.small} is not worse than ${compared.large} in ${found.move.length} of ${found.categories.length} categories of ${compared.prompt} ${compared.version}: ${found.move.join(', ')}.`,
      notes: [
        `Of the other categories, ${tally}. Proven within ${marginWords(rules)} by Tango's test with Holm's correction over all ${found.categories.length}.`,
        trafficNote(compared),
      ],
      experiment: startWith(compared, found.move.join(', ')),
      runs: compared.runs,
      categories: found.categories.map(({ interval, savedPico, pAdjusted: _, ...category }) => ({
        ...category,
        low: interval?.[0] ?? null,
        high: interval?.[1] ?? null,
        savedUsd: dollarsOf(savedPico),
      })),
    },
  };
}

/** The card of routing: whether short prompts may be sent to the smaller model. */
export function findTieredRouting(
  compared: ModelsCompared,
  { seed, ...margin }: Margin & Pick<RoutingRules, 'seed'>,
): Finding {
  const [about, subject] = [aboutOf(compared), subjectOf(compared)];
  const experiment = { kind: 'compare_runs', ...compared.runs } as const;
  const stopped = refusalOf(compared);
  if (stopped !== null) return stopped;
  const unknown = compared.pairs.filter(({ tokensIn }) => tokensIn === null).length;
  if (unknown > 0) {
    const reason = `${about}: ${unknown} results do not say how many tokens the prompt had (tokens_in), by which requests would be routed.`;
    return refusedAs({ refused: 'nothing_to_compare', found: 0, needed: unknown }, { about, subject, reason });
  }
  const pairs = compared.pairs.map(
    ({ tokensIn, smallScore, largeScore, smallPico, largePico }): RoutablePair => ({
      signal: tokensIn ?? 0,
      cheapQuality: smallScore,
      strongQuality: largeScore,
      cheapPico: smallPico ?? 0n,
      strongPico: largePico ?? 0n,
    }),
  );
  const points = marginPoints(margin, mean(pairs.map(({ strongQuality }) => strongQuality)));
  const routing = tieredRouting(pairs, { margin: points, seed, routerPico: 0n, escalatedShare: 0 });
  if (routing.refused !== null) return refusedAs(routing, { about, subject, experiment });
  const judged = Math.floor(pairs.length / 2);
  return {
    found: {
      subject,
      ...inDollars(carriedOver(routing, judged, compared.requests)),
      basis: 'paired',
      requests: compared.requests,
      pairs: judged,
      recommended: routing.recommended,
      margin,
      summary: `Prompts of up to ${routing.threshold.toLocaleString('en-US')} tokens, ${((100 * routing.routed) / judged).toFixed(0)} % of ${compared.prompt} ${compared.version}, to ${compared.small}.`,
      notes: [
        routing.recommended
          ? `Quality stays within ${marginWords(margin, points)} on the half of the pairs that the threshold was not chosen on.`
          : `Not recommended: on the half of the pairs that the threshold was not chosen on, quality may fall by more than ${marginWords(margin, points)}.`,
        `The halves were drawn by the seed ${seed}.`,
        'Routing by length costs nothing, and no request is sent twice; another kind of router would add a line of cost.',
        trafficNote(compared),
      ],
      experiment: startWith(compared, `prompts of up to ${routing.threshold} tokens`),
      runs: compared.runs,
      curve: routing.curve.map(({ savedPico, ...point }) => ({ ...point, savedUsd: dollarsOf(savedPico) })),
    },
  };
}
