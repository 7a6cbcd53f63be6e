import pino, { type DestinationStream, type Logger } from 'pino';
import { errorFacts, withErrorFacts } from './error-facts.ts';

export type { Logger } from 'pino';

/**
 * Opens a JSON log, to stdout or to `to`. Of an error it holds only what {@link withErrorFacts} returns: no value that
 * a caller sent. Secrets are redacted by field name, API keys by their shape anywhere in a line.
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
    // `formatters.log` below handles errors; here only what was thrown and is no Error.
    serializers: { err: (facts: unknown) => (typeof facts === 'object' ? facts : errorFacts(facts)) },
    formatters: { log: (facts: object) => withErrorFacts({ ...facts }) as Record<string, unknown> },
    hooks: {
      /** Without a message of ours pino would write the error's message. */
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
