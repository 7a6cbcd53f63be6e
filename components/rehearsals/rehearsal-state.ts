import { parseAsArrayOf, parseAsString } from 'nuqs/server';

/** State in the address of a rehearsal: the chosen replacements; none means those of the registry. */
export const rehearsalParsers = { replacement: parseAsArrayOf(parseAsString).withDefault([]) };
