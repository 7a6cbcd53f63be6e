import type { z } from 'zod';
import type { GatePolicyInput, gatePolicyBody } from './contract.ts';
import type { GateFloors } from './domain/policy.ts';
import type { GatePolicy } from './read-policy.ts';

const OVERALL = 'overall';

/** Floors as requests and forms have them: categories and `overall` side by side. */
export const flatFloors = ({ overall, categories }: GateFloors): Record<string, number> => ({
  ...categories,
  ...(overall === null ? {} : { [OVERALL]: overall }),
});

/** Floors as the gate's rules have them. */
export function floorsOf(flat: Record<string, number>): GateFloors {
  const { [OVERALL]: overall, ...categories } = flat;
  return { overall: overall ?? null, categories };
}

/** The response of `GET /api/v1/prompts/{name}/gate`; the same object can be sent back with PUT. */
export function policyResponse(policy: GatePolicy) {
  const { limits } = policy;
  const set = {
    cost_usd_per_item_max: limits.costUsdPerItemMax,
    latency_ms_p50_max: limits.latencyMsP50Max,
    latency_ms_p95_max: limits.latencyMsP95Max,
    latency_ms_p99_max: limits.latencyMsP99Max,
  };
  return {
    policy: policy.policy,
    margin: policy.margin,
    margin_kind: policy.marginKind,
    floors: flatFloors(policy.floors),
    limits: Object.fromEntries(Object.entries(set).filter(([, max]) => max !== null)),
    datasets: policy.datasets,
    scorers: policy.scorers,
    required_approvals: policy.requiredApprovals,
    revision: policy.revision,
  };
}

/** The body of the edge as the input of the use case. */
export function policyInput(prompt: string, revision: number, body: z.output<typeof gatePolicyBody>): GatePolicyInput {
  const {
    margin_kind: marginKind,
    required_approvals: requiredApprovals,
    contamination_reason: contaminationReason,
    limits,
    ...same
  } = body;
  return {
    ...same,
    prompt,
    revision,
    marginKind,
    requiredApprovals,
    contaminationReason,
    limits: limits && {
      costUsdPerItemMax: limits.cost_usd_per_item_max,
      latencyMsP50Max: limits.latency_ms_p50_max,
      latencyMsP95Max: limits.latency_ms_p95_max,
      latencyMsP99Max: limits.latency_ms_p99_max,
    },
  };
}

/** The policy for our own pages: floors side by side, as the form has them. */
export const policyForPage = (policy: GatePolicy) => ({ ...policy, floors: flatFloors(policy.floors) });
