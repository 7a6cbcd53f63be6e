import type { ReleaseScenario, TrafficScenario } from '#examples/drills/scenario.ts';
import { SCENARIOS } from '#examples/drills/scenarios/all.ts';
import { TRACE } from '#examples/drills/shape.ts';
import { type Counterfactual, counterfactual } from './counterfactual.ts';
import { type Verdicts, verdictsOf } from './gate.ts';
import { playLane } from './traffic.ts';
import { leastErrorShare, leastShareOfAnyRule, leastSpoiledShare } from './visible.ts';
import { type Found, watch } from './watch.ts';

const ofTrace = TRACE.perMinute.reduce((sum, n) => sum + n, 0) / TRACE.perMinute.length;

/** Requests a minute that everything is replayed with: those of the trace, and a small application. */
export const VOLUMES = [Math.round(ofTrace), 20] as const;

/** What one volume of requests showed. Shares 0..1, null where the fault has none. */
export type AtVolume = {
  perMinute: number;
  found: Found[];
  lost: Counterfactual;
  leastErrors: number | null;
  leastSpoiled: number | null;
  leastByAnyRule: number | null;
};
export type TrafficResult = { scenario: TrafficScenario; volumes: AtVolume[] };
export type ReleaseResult = { scenario: ReleaseScenario; gates: { evidence: Verdicts; strict: Verdicts }[] };

function replayTraffic(scenario: TrafficScenario): TrafficResult {
  const volumes = VOLUMES.map((perMinute): AtVolume => {
    const found = watch(
      scenario,
      scenario.lanes.map((lane, i) => playLane(scenario, lane, perMinute, 11 + i)),
    );
    const ofHit = scenario.lanes.reduce((sum, { share, isHit }) => sum + (isHit ? share * perMinute : 0), 0);
    return {
      ...{ perMinute, found, lost: counterfactual(scenario, found, perMinute) },
      leastErrors: scenario.fault.errors === undefined ? null : leastErrorShare(ofHit),
      leastSpoiled: leastSpoiledShare(scenario, ofHit),
      leastByAnyRule: leastShareOfAnyRule(scenario, ofHit),
    };
  });
  return { scenario, volumes };
}

function replayRelease(scenario: ReleaseScenario): ReleaseResult {
  const { change } = scenario;
  if (change.is === 'unreviewed') return { scenario, gates: [] };
  const gates = change.items.map((items) => ({
    evidence: verdictsOf(change.points, items, 'evidence'),
    strict: verdictsOf(change.points, items, 'strict'),
  }));
  return { scenario, gates };
}

/** Every scenario replayed on a virtual clock; the same figures every time. */
export function replayAll(): { traffic: TrafficResult[]; releases: ReleaseResult[] } {
  return {
    traffic: SCENARIOS.flatMap((one) => (one.kind === 'traffic' ? [replayTraffic(one)] : [])),
    releases: SCENARIOS.flatMap((one) => (one.kind === 'release' ? [replayRelease(one)] : [])),
  };
}
