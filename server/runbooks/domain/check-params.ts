import { readLimit } from '#server/cost/domain/budget-limit.ts';
import { CHARS_MAX, CHARS_MIN } from '#server/rollouts/domain/restriction.ts';
import { isAction, paramsOf } from './actions.ts';

const HOURS_MIN = 0.25;
const HOURS_MAX = 168;

/** Why `text` is no number of hours that an action can last; null where it is. */
export const hoursFault = (text: string): string | null =>
  /^\d{1,3}(\.\d{1,2})?$/.test(text) && Number(text) >= HOURS_MIN && Number(text) <= HOURS_MAX
    ? null
    : `Hours: a number from ${HOURS_MIN} to ${HOURS_MAX}.`;

/** Why `text` is no cap of an input; null where it is. */
export const charsFault = (text: string): string | null =>
  /^\d{1,9}$/.test(text) && Number(text) >= CHARS_MIN && Number(text) <= CHARS_MAX
    ? null
    : `A whole number of characters from ${CHARS_MIN} to ${CHARS_MAX}.`;

/** Why a parameter that a runbook fixes cannot be one of its action, with the remedy; null where it can. */
export function paramFault(action: string, name: string, value: string): { code: string; message: string } | null {
  // An action that is not registered here has parameters that are not known here.
  if (!isAction(action)) return null;
  const params = paramsOf(action);
  const param = params.find((one) => one.name === name);
  if (param === undefined) {
    const known = params.map((one) => one.name).join(', ');
    return { code: 'unknown_parameter', message: `${action} has no parameter ${name}. It has ${known}.` };
  }
  const message = problemOf(name, value);
  return message === null ? null : { code: 'bad_value', message: `${name}: ${message}` };
}

function problemOf(name: string, value: string): string | null {
  if (name === 'hours') return hoursFault(value);
  if (name === 'max_chars') return charsFault(value);
  return name === 'amount_usd' ? (readLimit(value).problem?.message ?? null) : null;
}
