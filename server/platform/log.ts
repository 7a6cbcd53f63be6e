import pino, { type Logger } from 'pino';

export type { Logger } from 'pino';

/** A JSON log to stdout. Secrets are redacted by name and keys by shape, wherever they stand in a line. */
export function openLog(name: string, level = process.env.LOG_LEVEL ?? 'info'): Logger {
  return pino({
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
    hooks: {
      streamWrite: (line) => line.replaceAll(/sy_[0-9A-Za-z]{30,}/g, 'sy_[redacted]'),
    },
  });
}
