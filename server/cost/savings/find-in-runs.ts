import { amountAt } from '#server/cost/domain/arithmetic.ts';
import { picoOf } from '#server/cost/domain/dollars.ts';
import { findSmallerModel, findTieredRouting, type ModelsCompared } from '#server/cost/domain/find-other-model.ts';
import { findOutputCompression, type LengthsCompared } from '#server/cost/domain/find-shorter.ts';
import { type Lengths, lengthsOf } from '#server/cost/domain/prompt-diet.ts';
import { refusedAs } from '#server/cost/domain/saving-reasons.ts';
import { type Finding, SPLIT_SEED } from '#server/cost/domain/savings.ts';
import type { ModelRates } from '#server/cost/domain/savings-money.ts';
import { compareItems } from '#server/evals/domain/compare-category.ts';
import type { Margin } from '#server/evals/domain/margin.ts';
import { mean } from '#server/stats/mean.ts';
import type { AnswerPair, MeasuredRun } from './read-run-pairs.ts';
import type { TrafficGroup } from './read-traffic.ts';

type RatesOf = (model: string) => ModelRates | null;
type MarginOf = (prompt: string) => Margin;
export type RunPair = { a: MeasuredRun; b: MeasuredRun };

/** Runs of one version over the same items by different models. */
export const modelPairs = (runs: readonly MeasuredRun[]): RunPair[] =>
  pairsWithin(runs, ({ prompt, version, items }) => `${version} ${items} ${prompt}`);

/** Runs of different versions over the same items by one model. */
export const versionPairs = (runs: readonly MeasuredRun[]): RunPair[] =>
  pairsWithin(runs, ({ prompt, model, items }) => `${model} ${items} ${prompt}`);

const pairsWithin = (runs: readonly MeasuredRun[], same: (run: MeasuredRun) => string): RunPair[] =>
  [...Map.groupBy(runs, same).values()].flatMap((own) =>
    own.flatMap((a, i) => own.slice(i + 1).map((b) => ({ a, b }))),
  );

/** Both techniques that need another model, from one pair of runs. */
export function otherModel(
  { a, b }: RunPair,
  answers: readonly AnswerPair[],
  { ratesOf, marginOf, groups }: { ratesOf: RatesOf; marginOf: MarginOf; groups: readonly TrafficGroup[] },
): { smaller: Finding; tiered: Finding } {
  const costs = answers.map((pair) => ({
    a: costOf(pair.aCost, pair.aIn, pair.aOut, ratesOf(a.model)),
    b: costOf(pair.bCost, pair.bIn, pair.bOut, ratesOf(b.model)),
  }));
  const total = (side: 'a' | 'b') => costs.reduce((sum, cost) => sum + (cost[side] ?? 0n), 0n);
  const aIsSmall = total('a') < total('b');
  const [small, large] = aIsSmall ? [a, b] : [b, a];
  const requests = groups
    .filter(({ prompt, model }) => prompt === a.prompt && model === large.model)
    .reduce((sum, group) => sum + group.requests, 0);
  const compared: ModelsCompared = {
    prompt: a.prompt,
    version: a.version,
    small: small.model,
    large: large.model,
    runs: { candidate: small.id, baseline: large.id },
    pairs: answers.map((pair, i) => {
      const cost = costs[i] ?? { a: null, b: null };
      return {
        category: pair.category,
        tokensIn: aIsSmall ? pair.bIn : pair.aIn,
        smallScore: aIsSmall ? pair.aScore : pair.bScore,
        largeScore: aIsSmall ? pair.bScore : pair.aScore,
        smallPico: aIsSmall ? cost.a : cost.b,
        largePico: aIsSmall ? cost.b : cost.a,
      };
    }),
    isClustered: answers.some(({ cluster }) => cluster !== null),
    requests,
  };
  const margin = marginOf(a.prompt);
  return {
    smaller: findSmallerModel(compared, { ...margin, alpha: 0.05 }),
    tiered: findTieredRouting(compared, { ...margin, seed: SPLIT_SEED }),
  };
}

/** The cost that the run reports, else the price of its tokens; null where neither is known. */
function costOf(usd: number | null, tokensIn: number | null, tokensOut: number | null, rates: ModelRates | null) {
  if (usd !== null) return picoOf(usd);
  if (rates === null || tokensIn === null || tokensOut === null) return null;
  return amountAt(tokensIn, rates.input) + amountAt(tokensOut, rates.output);
}

/** What a version with shorter answers would save, where requests or runs measured one. */
export async function shorterAnswers(
  groups: readonly TrafficGroup[],
  runs: readonly MeasuredRun[],
  {
    ratesOf,
    marginOf,
    answersOf,
  }: { ratesOf: RatesOf; marginOf: MarginOf; answersOf: (pair: RunPair) => Promise<readonly AnswerPair[]> },
): Promise<Finding[]> {
  const findings: Finding[] = [];
  const pairs = versionPairs(runs);
  const own = groups.filter(({ prompt, version }) => prompt !== null && version > 0);
  for (const versions of Map.groupBy(own, ({ prompt, model }) => `${model} ${prompt}`).values()) {
    const [main, ...others] = versions;
    if (main?.prompt == null) continue;
    const { prompt, version, model } = main;
    const measured = pairs.flatMap((pair) => sidesOf(pair, { prompt, version, model }));
    const shorter = others
      .filter(({ output }) => output.n > 0 && output.mean < main.output.mean)
      .sort((a, b) => Number(b.output.n >= 30) - Number(a.output.n >= 30) || a.output.mean - b.output.mean)[0];
    const base = { prompt, version, model, rates: ratesOf(model), requests: main.requests, margin: marginOf(prompt) };
    const compared = measured.filter(({ other }) => shorter === undefined || other.version === shorter.version);
    const read = await Promise.all(
      compared.map(async (side) => ({
        side,
        answers: (await answersOf(side)).map((answer) => inOrder(answer, side.isReversed)),
      })),
    );
    const [{ side, answers } = {}] = read.toSorted((a, b) => meanOut(a.answers) - meanOut(b.answers));
    const byRun = answers && lengthsOfRuns(answers);
    const runsOf = side ? { candidate: side.other.id, baseline: side.main.id } : null;
    const quality = answers ? qualityOf(answers) : null;
    const baselineScore = answers?.length ? mean(answers.map(({ mainScore }) => mainScore)) : null;
    if (shorter !== undefined) {
      const lengths = { now: main.output, shorter: shorter.output, basis: 'measured' } as const;
      const both = { ...base, ...lengths, shorterVersion: shorter.version, quality, baselineScore, runs: runsOf };
      findings.push(findOutputCompression(both satisfies LengthsCompared));
    } else if (side !== undefined && byRun !== undefined) {
      const both = { ...base, ...byRun, basis: 'paired', shorterVersion: side.other.version } as const;
      findings.push(findOutputCompression({ ...both, quality, baselineScore, runs: runsOf } satisfies LengthsCompared));
    } else {
      const reason = `${prompt} ${version} on ${model}: no version with shorter answers has served or was evaluated. Save one that asks for less, and run it.`;
      const experiment = { kind: 'edit_version', prompt, version, change: { kind: 'ask_shorter' } } as const;
      const subject = { prompt, version, model, other: null };
      const refusal = { refused: 'nothing_to_compare', found: 0, needed: 1 } as const;
      findings.push(refusedAs(refusal, { about: '', subject, experiment, reason }));
    }
  }
  return findings;
}

type Main = { prompt: string; version: number; model: string };
type Sides = RunPair & { main: MeasuredRun; other: MeasuredRun; isReversed: boolean };

/** The pair with the side of the version that serves, where it has one. */
function sidesOf({ a, b }: RunPair, { prompt, version, model }: Main): Sides[] {
  if (a.prompt !== prompt || a.model !== model || a.version === b.version) return [];
  if (a.version === version) return [{ a, b, main: a, other: b, isReversed: false }];
  return b.version === version ? [{ a, b, main: b, other: a, isReversed: true }] : [];
}

type Ordered = {
  cluster: string | null;
  mainScore: number;
  otherScore: number;
  mainOut: number | null;
  otherOut: number | null;
};

const inOrder = ({ cluster, aScore, bScore, aOut, bOut }: AnswerPair, isReversed: boolean): Ordered =>
  isReversed
    ? { cluster, mainScore: bScore, otherScore: aScore, mainOut: bOut, otherOut: aOut }
    : { cluster, mainScore: aScore, otherScore: bScore, mainOut: aOut, otherOut: bOut };

/** The mean length of the other side: of several versions that were evaluated, the one with the shortest answers is compared. */
const meanOut = (answers: readonly Ordered[]): number =>
  lengthsOfRuns(answers).shorter.mean || Number.POSITIVE_INFINITY;

function lengthsOfRuns(answers: readonly Ordered[]): { now: Lengths; shorter: Lengths } {
  const known = answers.filter(({ mainOut, otherOut }) => mainOut !== null && otherOut !== null);
  const of = (side: 'mainOut' | 'otherOut') => {
    const values = known.map((answer) => answer[side] ?? 0);
    const sum = values.reduce((total, value) => total + value, 0);
    return lengthsOf(
      values.length,
      sum,
      values.reduce((total, value) => total + value * value, 0),
    );
  };
  return { now: of('mainOut'), shorter: of('otherOut') };
}

function qualityOf(answers: readonly Ordered[]): LengthsCompared['quality'] {
  const { delta, ci95, n } = compareItems(
    answers.map(({ cluster, mainScore, otherScore }, i) => ({
      item: String(i),
      category: '',
      weight: 1,
      cluster,
      first: [otherScore],
      second: [mainScore],
    })),
    [],
  );
  return delta === null || ci95 === null ? null : { difference: delta, low: ci95[0], high: ci95[1], n };
}
