import type { GateDecision } from '#server/gates/domain/decide-gate.ts';
import type { PromotionStatus } from '#server/promotions/domain/promotion-machine.ts';

/**
 * How a prompt stands with a replacement in one environment.
 *
 * | state | |
 * | --- | --- |
 * | `open` | a promotion onto the replacement is open already |
 * | `ready` | the gate passes, from the runs that exist now |
 * | `inconclusive` | both sides have runs, and the gate cannot decide |
 * | `no_run` | a run is missing, so the gate cannot compare: never a pass |
 * | `fails` | the gate fails |
 */
export const OPTION_STATES = ['open', 'ready', 'inconclusive', 'no_run', 'fails'] as const;
export type OptionState = (typeof OPTION_STATES)[number];

/** An open promotion of the prompt to the environment. `model` as people write it; null where the program chooses. */
export type OpenPromotion = { id: string; status: PromotionStatus; version: number; model: string | null };

type Decided = Pick<GateDecision, 'verdict' | 'datasets'>;

/** The state of a place by the verdict of its best candidate. */
export function stateOf({ verdict, datasets }: Decided, isOpen: boolean): OptionState {
  if (isOpen) return 'open';
  if (verdict === 'pass') return 'ready';
  if (verdict === 'fail') return 'fails';
  const compared = datasets.filter(({ candidateRun, baselineRun }) => candidateRun !== null && baselineRun !== null);
  return compared.length === 0 || compared.length < datasets.length ? 'no_run' : 'inconclusive';
}

const RANK = { pass: 0, inconclusive: 1, fail: 2 } as const;

/** The candidate with the best verdict; of several the newest, which comes first. */
export const bestOf = <C extends { decision: Decided }>([first, ...others]: [C, ...C[]]): C =>
  others.reduce((best, each) => (RANK[each.decision.verdict] < RANK[best.decision.verdict] ? each : best), first);

/** The number of prompts in each state: a prompt counts by the worst of its environments. */
export function countPrompts(places: readonly { prompt: string; state: OptionState }[]): {
  prompts: number;
  in: Record<OptionState, number>;
} {
  const counts = { open: 0, ready: 0, inconclusive: 0, no_run: 0, fails: 0 };
  const byPrompt = Map.groupBy(places, ({ prompt }) => prompt);
  for (const own of byPrompt.values()) {
    const worst = OPTION_STATES.findLast((state) => own.some((place) => place.state === state));
    if (worst !== undefined) counts[worst] += 1;
  }
  return { prompts: byPrompt.size, in: counts };
}
