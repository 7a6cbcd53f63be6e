import { errorFacts, withErrorFacts } from '#server/platform/error-facts.ts';

/**
 * From now on the console of this process prints errors as our log does: what broke and where, no value that somebody
 * sent. Next tells what fails in a page through the console, with the driver's message, parameters and all.
 */
export function consoleWithoutValues(): void {
  for (const level of ['log', 'info', 'warn', 'error'] as const) {
    const print = console[level].bind(console);
    console[level] = (...said: unknown[]) => print(...said.map(withoutValues));
  }
}

/** Objects as one line of JSON: the console would look into what `cause` and a prototype hold. */
function withoutValues(said: unknown): unknown {
  if (said instanceof Error) return JSON.stringify(errorFacts(said));
  if (typeof said !== 'object' || said === null) return said;
  return JSON.stringify(withErrorFacts(said));
}
