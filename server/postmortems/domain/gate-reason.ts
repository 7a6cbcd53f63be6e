import type { GateFacts } from './facts.ts';

/** Why no gate and no canary stopped what caused the incident: one of these is chosen before it is published. */
export const GATE_REASONS = [
  'not_covered_by_golden_set',
  'below_margin',
  'no_gate',
  'no_canary',
  'provider_side',
  'override',
  'other',
] as const;
export type GateReason = (typeof GATE_REASONS)[number];

/** As people read it, after “It was not stopped, because”. */
export const GATE_REASON_WORDS: Record<GateReason, string> = {
  not_covered_by_golden_set: 'Not covered by a golden set',
  below_margin: 'The drop was below the margin',
  no_gate: 'No gate decided on it',
  no_canary: 'No canary ran',
  provider_side: 'On the side of the provider',
  override: 'The verdict was overridden',
  other: 'Another reason',
};

/**
 * The reason that facts decide; null where people have to choose. A provider that announced an incident beside one of the
 * alerts comes first: a release that went without a gate long before did not cause that.
 */
export function proposedReason({
  gate,
  isProviderSide,
}: {
  gate: GateFacts;
  isProviderSide: boolean;
}): GateReason | null {
  if (isProviderSide) return 'provider_side';
  if (gate.kind === 'direct' || gate.kind === 'no_verdict') return 'no_gate';
  return gate.kind === 'verdict' && gate.overriddenBy !== null ? 'override' : null;
}
