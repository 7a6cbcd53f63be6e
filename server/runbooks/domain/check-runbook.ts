import { isAction } from './actions.ts';
import { type Facts, fallbackAt, isObstacle, type Obstacle, type PlaceFact, wayBack } from './facts.ts';
import type { Step, StepAction } from './parse-runbook.ts';

/**
 * Whether a step that acts could act now.
 *
 * | state       | means                                                                        |
 * | ----------- | ---------------------------------------------------------------------------- |
 * | ready       | it could                                                                     |
 * | idle        | it names nothing, and the project has nothing yet that it could act on       |
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

/** Whether a step has nothing to act on yet. */
export const isIdle = ({ state }: { state: StepState }): boolean => state === 'idle';

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
  switch (name) {
    case 'change_budget':
      return named(facts.budgets, given.budget, {
        gone: ['budget_missing', (one) => `There is no budget of ${one}: it was deleted or never set.`],
        none: ['no_budget', 'No budget is set yet. Set one under Cost.'],
      });
    case 'block_key':
      return named(facts.keys, given.key, {
        gone: ['key_missing', (one) => `There is no live key ${one}: it was revoked or never made.`],
        none: ['no_key', 'The project has no live key.'],
      });
    case 'notify':
      return named(facts.channels, given.channel, {
        gone: ['channel_missing', (one) => `There is no enabled channel ${one}: it was renamed or disabled.`],
        none: ['no_channel', 'No channel is enabled yet. Add one under Alerts.'],
      });
    case 'cap_input_length':
      return atPlaces(facts, given, (place) => place);
    case 'silence':
      return given.prompt === undefined || given.prompt.includes('*') || facts.prompts.has(given.prompt)
        ? READY
        : missing('prompt_missing', `There is no prompt ${given.prompt}: it was renamed or never made.`);
    case 'block_user':
      return READY;
  }
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
  // A first version everywhere: nothing went wrong with the step, there is nothing yet to return to.
  if (prompt === undefined && found.every((one) => isObstacle(one) && one.code === 'no_previous_version'))
    return { state: 'idle', code: first.code, message: 'No prompt has served another version yet.' };
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

/** Of what a runbook names, or of anything there is where it leaves that open. */
function named(
  known: ReadonlySet<string>,
  name: string | undefined,
  words: { gone: [string, (name: string) => string]; none: [string, string] },
): Check {
  if (name !== undefined) return known.has(name) ? READY : missing(words.gone[0], words.gone[1](name));
  return known.size > 0 ? READY : { state: 'idle', code: words.none[0], message: words.none[1] };
}
