import { invalid, pointerTo } from './faults.ts';
import { checkStorable } from './http/json.ts';

/** Dates stand in named fields of a message, never inside of what is kept as it was sent. */
const DATES_DOWN_TO = 1;

/**
 * Refuses what a message of our pages may not hold, by the path of the field: text, numbers and nesting that no store
 * keeps, and values that are no JSON (`bigint`, `Map`, …), which superjson can bring.
 */
export function checkMessage(input: unknown): void {
  checkStorable(input);
  const path = pathOfForeign(input, 0);
  if (path !== null) throw invalid(path, 'invalid_value', `${path || 'The input'} is a value that JSON does not have.`);
}

/** Where the first value stands that is neither JSON nor a date where one may be; null when there is none. */
function pathOfForeign(value: unknown, depth: number): string | null {
  if (value === null || ['undefined', 'boolean', 'number', 'string'].includes(typeof value)) return null;
  if (typeof value !== 'object') return '';
  if (value instanceof Date) return depth <= DATES_DOWN_TO ? null : '';
  if (!Array.isArray(value) && Object.getPrototypeOf(value) !== Object.prototype) return '';
  for (const [key, inner] of Object.entries(value)) {
    const path = pathOfForeign(inner, depth + 1);
    if (path !== null) return pointerTo('', key) + path;
  }
  return null;
}
