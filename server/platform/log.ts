import pino, { type DestinationStream, type Logger } from 'pino';
import { errorFacts, withErrorFacts } from './error-facts.ts';

export type { Logger } from 'pino';

/**
 * A JSON log, to stdout unless told otherwise. Of an error only what {@link withErrorFacts} lets through: no value that
 * somebody sent. Secrets are redacted by name and keys by shape, wherever they stand in a line.
 */
export function openLog(name: string, level = process.env.LOG_LEVEL ?? 'info', to?: DestinationStream): Logger {
  const options = {
    name,
    level,
    redact: [
      '*.authorization',
      '*.cookie',
      '*.password',
      '*.token',
      '*.secret',
      'headers.authorization',
      'headers.cookie',
    ],
    // Shaped below, with every other error of the line; what is thrown need not be one.
    serializers: { err: (facts: unknown) => (typeof facts === 'object' ? facts : errorFacts(facts)) },
    formatters: { log: (facts: object) => withErrorFacts({ ...facts }) as Record<string, unknown> },
    hooks: {
      /** Without words of ours pino would take the error's. */
      logMethod(this: Logger, given: unknown[], write: (...args: unknown[]) => void) {
        const [first] = given;
        const facts = first instanceof Error ? { err: first } : first;
        const words = typeof given[1] === 'string' || typeof first === 'string' ? given.slice(1) : ['an error'];
        write.apply(this, [facts, ...words]);
      },
      streamWrite: (line: string) => line.replaceAll(/sy_[0-9A-Za-z]{30,}/g, 'sy_[redacted]'),
    },
  };
  return to ? pino(options, to) : pino(options);
}
