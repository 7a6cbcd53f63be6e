import type { OpenPromotion, OptionState } from './readiness.ts';

/** A prompt in an environment, by their names. */
export type PlaceName = { prompt: string; environment: string };

/** A place with what a promotion of it would be. `inTheWay`: the open promotion of the place, onto whichever model. */
export type Openable = PlaceName & { version: number; state: OptionState; inTheWay: OpenPromotion | null };

export type OpeningPlan<P extends Openable> = {
  open: P[];
  /** Places whose promotion onto the replacement is open already. */
  linked: P[];
  /** Places that are left as they are, each with its reason. */
  left: { place: P; because: LeftBecause }[];
};

/** Why no promotion of a place is opened. */
export const LEFT_BECAUSE = ['fails', 'no_run', 'other_promotion'] as const;
export type LeftBecause = (typeof LEFT_BECAUSE)[number];

/** What is wrong with the chosen places: the position of one in the list, its field, code and a sentence. */
export type ChosenProblem = {
  at: number;
  field: keyof PlaceName;
  code: 'unknown_place' | 'gate_fails' | 'promotion_open';
  message: string;
};

/**
 * The promotions to open when nobody chose places: every one whose gate passes or cannot decide, since people decide the
 * latter. One without a run is left, because it would only wait; one that fails is left, because its promotion would be
 * blocked for good.
 */
export function planAll<P extends Openable>(places: readonly P[]): OpeningPlan<P> {
  const plan: OpeningPlan<P> = { open: [], linked: [], left: [] };
  for (const place of places) {
    const because = leftBecause(place);
    if (place.state === 'open') plan.linked.push(place);
    else if (because === null) plan.open.push(place);
    else plan.left.push({ place, because });
  }
  return plan;
}

function leftBecause({ state, inTheWay }: Openable): LeftBecause | null {
  if (state === 'fails' || state === 'no_run') return state;
  return inTheWay === null ? null : 'other_promotion';
}

/**
 * The promotions to open for the chosen places, or what is wrong with them: then none is opened. A place without a run
 * may be chosen, and its promotion then waits for evidence; a place that has its promotion already is linked. `served`: all
 * places of the model, which tell an unknown prompt from an unknown environment.
 */
export function planChosen<P extends Openable>(
  places: readonly P[],
  chosen: readonly PlaceName[],
  served: readonly PlaceName[] = places,
): { plan: OpeningPlan<P>; problems: ChosenProblem[] } {
  const plan: OpeningPlan<P> = { open: [], linked: [], left: [] };
  const problems: ChosenProblem[] = [];
  const seen = new Set<P>();
  for (const [at, { prompt, environment }] of chosen.entries()) {
    const place = places.find((each) => each.prompt === prompt && each.environment === environment);
    if (place === undefined) {
      const message = `The model does not serve ${prompt} in ${environment}.`;
      const field = served.some((each) => each.prompt === prompt) ? 'environment' : 'prompt';
      problems.push({ at, field, code: 'unknown_place', message });
    } else if (place.state === 'fails') {
      const message = `The gate of ${prompt} version ${place.version} in ${environment} fails with the replacement: send a new version.`;
      problems.push({ at, field: 'prompt', code: 'gate_fails', message });
    } else if (place.state !== 'open' && place.inTheWay !== null) {
      const message = `Another promotion of ${prompt} to ${environment} is open. Decide or cancel it first.`;
      problems.push({ at, field: 'prompt', code: 'promotion_open', message });
    } else if (!seen.has(place)) {
      seen.add(place);
      (place.state === 'open' ? plan.linked : plan.open).push(place);
    }
  }
  return { plan, problems };
}
