import { errorFacts, withErrorFacts } from '#server/platform/error-facts.ts';

/**
 * From now on the console of this process prints errors as our log does: what failed and where, but no value that a
 * caller sent. Next prints errors of pages to the console, with the driver's message and parameters.
 */
export function consoleWithoutValues(): void {
  for (const level of ['log', 'info', 'warn', 'error'] as const) {
    const print = console[level].bind(console);
    console[level] = (...args: unknown[]) => print(...args.map(withoutValues));
  }
}

/** Objects become one line of JSON: the console would also print the contents of `cause` and of symbols. */
function withoutValues(arg: unknown): unknown {
  if (arg instanceof Error) return JSON.stringify(errorFacts(arg));
  if (typeof arg !== 'object' || arg === null) return arg;
  return JSON.stringify(withErrorFacts(arg));
}
