import type { z } from 'zod';
import { categoryWire, reasonsWire } from '#server/gates/wire.ts';
import { retirementWire } from '#server/models/wire.ts';
import { modelText } from '#server/prompts/domain/variant.ts';
import type { rehearsalResponse } from './contract.ts';
import type { P99 } from './domain/latency-change.ts';
import type { PlaceRow, Rehearsal } from './read-rehearsal.ts';

type Wire = z.input<typeof rehearsalResponse>;
type OptionWire = Wire['places'][number]['options'][number];

/** A rehearsal as the edge sends it. */
export function rehearsalWire({ life, ...rehearsal }: Rehearsal): Wire {
  return {
    model: rehearsal.name,
    registered: rehearsal.registered,
    owner: rehearsal.owner,
    retires_on: life.retirementDate,
    days_left: rehearsal.days,
    retirement_from: life.from,
    certainty: retirementWire(life)?.certainty ?? null,
    prompts: rehearsal.prompts,
    places_total: rehearsal.placesTotal,
    replacements: rehearsal.replacements.map(({ name, pk, source, retiresOn, refusal, prompts }) => ({
      ...{ model: name, registered: pk !== null, source, retires_on: retiresOn, refusal, prompts },
    })),
    places: rehearsal.places.map(placeWire),
    window: { from: rehearsal.window.from.toISOString(), to: rehearsal.window.to.toISOString() },
  };
}

const placeWire = ({ place, inTheWay, options }: PlaceRow): Wire['places'][number] => ({
  prompt: place.prompt,
  environment: place.environment,
  version: place.version,
  model: modelText(place) ?? '',
  named_as: place.namedAs,
  since: place.since.toISOString(),
  open_promotion: inTheWay,
  options: options.map((option) => optionWire(place.prompt, option)),
});

const optionWire = (
  prompt: string,
  { decision, cost, latency, missing, ...option }: PlaceRow['options'][number],
): OptionWire => ({
  replacement: option.replacement.name,
  state: option.state,
  version: option.version,
  names_it: option.namesIt,
  verdict: option.state === 'no_run' ? null : decision.verdict,
  ...reasonsWire(decision.reasons),
  categories: decision.datasets.flatMap(({ categories }) =>
    categories.map((row) => ({ ...categoryWire(row), ci95: row.ci95 && [row.ci95[0], row.ci95[1]] })),
  ),
  runs: decision.datasets.map(({ dataset, candidateRun, baselineRun }) => ({
    dataset,
    run: candidateRun?.run ?? null,
    baseline_run: baselineRun?.run ?? null,
  })),
  missing_runs: missing.map(({ of, version, model, dataset, scorers }) => ({
    of,
    import: { prompt, version, model, dataset, scorers: scorers && [...scorers] },
  })),
  other_versions: option.others,
  cost: {
    requests: cost.requests,
    sampled: cost.sampled,
    known: cost.known,
    now_usd: cost.nowUsd,
    replacement_usd: cost.replacementUsd,
    change: cost.change,
    ci95: cost.ci95 && [cost.ci95[0], cost.ci95[1]],
    lacking: cost.lacking,
    tokens:
      cost.tokens.basis === 'measured'
        ? { basis: 'measured', n: cost.tokens.n, factors: cost.tokens.factors }
        : { basis: 'same', n: null, factors: null },
  },
  latency: {
    now: p99Wire(latency.now),
    replacement: p99Wire(latency.replacement),
    measured_now: p99Wire(latency.measuredNow),
    basis: latency.basis,
    change: latency.change,
  },
});

const p99Wire = (of: P99 | null) => of && { ms: of.p99, n: of.n };
