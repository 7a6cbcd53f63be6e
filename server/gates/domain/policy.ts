import { DEFAULT_MARGIN, type Margin } from '#server/evals/domain/margin.ts';

/**
 * `evidence` fails a drop that noise does not explain and is inconclusive where it might; `strict` passes only what is
 * proven not to be worse; `literal` compares the point estimate with the margin.
 */
export const GATE_POLICIES = ['evidence', 'strict', 'literal'] as const;
export type GatePolicyName = (typeof GATE_POLICIES)[number];

/** The least score (0..1) a candidate may have, for any score of the baseline. */
export interface GateFloors {
  readonly overall: number | null;
  readonly categories: Readonly<Record<string, number>>;
}

/** The most a candidate may cost or take, as measured; `null` is no limit. */
export interface GateLimits {
  readonly costUsdPerItemMax: number | null;
  readonly latencyMsP50Max: number | null;
  readonly latencyMsP95Max: number | null;
  readonly latencyMsP99Max: number | null;
}

/** The rules that a version must keep against the baseline and by itself. */
export interface GateRules extends Margin {
  readonly policy: GatePolicyName;
  readonly floors: GateFloors;
  readonly limits: GateLimits;
}

/** A margin and where it is from: the gate policy of the prompt, or the default where the prompt has none. */
export const MARGIN_SOURCES = ['gate_policy', 'default'] as const;
export type PromptMargin = Margin & { readonly marginFrom: (typeof MARGIN_SOURCES)[number] };

/** No limit on anything. */
export const NO_LIMITS: GateLimits = {
  costUsdPerItemMax: null,
  latencyMsP50Max: null,
  latencyMsP95Max: null,
  latencyMsP99Max: null,
};

/** The rules of a prompt whose team has set none. */
export const DEFAULT_GATE_RULES: GateRules = {
  policy: 'evidence',
  ...DEFAULT_MARGIN,
  floors: { overall: null, categories: {} },
  limits: NO_LIMITS,
};

/**
 * Throws RangeError for a figure that is no number or below 0: no value is above NaN, so such a rule would never fail.
 */
export function checkRules({ margin, floors, limits }: GateRules): void {
  const named = Object.entries({ margin, overall: floors.overall, ...limits });
  const byCategory = Object.entries(floors.categories).map(([name, floor]) => [`The floor of ${name}`, floor] as const);
  for (const [name, figure] of [...named, ...byCategory]) {
    if (figure !== null && !(figure >= 0 && Number.isFinite(figure))) {
      throw new RangeError(`${name} of a gate policy is a number of 0 or more, not ${figure}.`);
    }
  }
}
