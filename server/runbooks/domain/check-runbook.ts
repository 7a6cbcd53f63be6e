import { isAction } from './actions.ts';
import { type Facts, fallbackAt, isObstacle, type Obstacle, type PlaceFact, wayBack } from './facts.ts';
import type { Step, StepAction } from './parse-runbook.ts';

/**
 * Whether a step that acts could act now.
 *
 * | state       | means                                                                        |
 * | ----------- | ---------------------------------------------------------------------------- |
 * | ready       | it could                                                                     |
 * | idle        | nothing serves in the project yet, so there is nothing to act on             |
 * | dead        | what it names is gone, or nothing in the project can be changed in this way  |
 * | unavailable | no feature of this installation has registered its action                    |
 */
export const STEP_STATES = ['ready', 'idle', 'dead', 'unavailable'] as const;
export type StepState = (typeof STEP_STATES)[number];
/** `code` and `message` are the reason; null where it is ready. */
export type StepCheck = { position: number; state: StepState; code: string | null; message: string | null };

/** The check of every step that acts, in order. Of a parameter that the runbook leaves open, one possible value is enough. */
export const checkRunbook = (steps: readonly Step[], facts: Facts, now: Date): StepCheck[] =>
  steps.flatMap(({ position, action }) => (action === null ? [] : [{ position, ...checkAction(action, facts, now) }]));

/** Whether a drill counts the step as dead. */
export const isDead = ({ state }: { state: StepState }): boolean => state === 'dead' || state === 'unavailable';

type Check = Omit<StepCheck, 'position'>;
const READY: Check = { state: 'ready', code: null, message: null };
const dead = ({ code, message }: Obstacle): Check => ({ state: 'dead', code, message });
const missing = (code: string, message: string): Check => dead({ code, message });

/** The check of one action with the parameters that the runbook fixes. */
export function checkAction({ name, given }: StepAction, facts: Facts, now: Date): Check {
  if (!isAction(name))
    return { state: 'unavailable', code: 'not_available', message: `The action ${name} is not available here.` };
  if (name === 'roll_back_prompt') return atPlaces(facts, given, wayBack);
  if (name === 'deploy_fallback')
    return atPlaces(facts, given, (place) => fallbackAt(place, { given: given.fallback, models: facts.models, now }));
  if (name === 'change_budget') return budget(facts, given.budget);
  return key(facts, given.key);
}

function atPlaces(
  facts: Facts,
  { prompt, environment }: Record<string, string>,
  can: (place: PlaceFact) => object | Obstacle,
): Check {
  if (prompt !== undefined && !facts.prompts.has(prompt))
    return missing('prompt_missing', `There is no prompt ${prompt}: it was renamed or never made.`);
  if (environment !== undefined && !facts.environments.has(environment))
    return missing('environment_missing', `There is no environment ${environment}.`);
  const places = facts.places.filter(
    (place) =>
      (prompt === undefined || place.prompt === prompt) &&
      (environment === undefined || place.environment === environment),
  );
  if (places.length === 0 && prompt !== undefined)
    return missing(
      'nothing_serves',
      `Nothing serves ${prompt}${environment === undefined ? '' : ` in ${environment}`}.`,
    );
  if (places.length === 0)
    return {
      state: 'idle',
      code: 'nothing_serves',
      message: `Nothing serves${environment === undefined ? '' : ` in ${environment}`} yet.`,
    };
  const found = places.map(can);
  const first = found.find(isObstacle);
  if (first === undefined || found.some((one) => !isObstacle(one))) return READY;
  const others = found.length - 1;
  return dead(
    others === 0
      ? first
      : {
          code: first.code,
          message: `${first.message} ${others} more ${others === 1 ? 'place' : 'places'} cannot either.`,
        },
  );
}

function budget({ budgets }: Facts, named: string | undefined): Check {
  if (named !== undefined)
    return budgets.has(named)
      ? READY
      : missing('budget_missing', `There is no budget of ${named}: it was deleted or never set.`);
  return budgets.size > 0 ? READY : missing('no_budget', 'No budget is set. Set one under Cost.');
}

function key({ keys }: Facts, named: string | undefined): Check {
  if (named !== undefined)
    return keys.has(named)
      ? READY
      : missing('key_missing', `There is no live key ${named}: it was revoked or never made.`);
  return keys.size > 0 ? READY : missing('no_key', 'The project has no live key.');
}
