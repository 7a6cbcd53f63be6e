import type { ParseArgsOptionsConfig } from 'node:util';

/** Where a command reads its environment and writes its output; tests pass their own. */
export type Io = {
  env: Record<string, string | undefined>;
  /** Standard output: the result alone, so that programs can read it. */
  out(line: string): void;
  /** Standard error: messages for people. */
  note(line: string): void;
};

/** Exit codes: 0 pass, 1 worse or refused, 2 usage or configuration, 3 inconclusive or not comparable. */
export type ExitCode = 0 | 1 | 2 | 3;

export type Values = Record<string, string | boolean | undefined>;

export type Command = {
  /** `keys create`. */
  name: string;
  summary: string;
  /** The options and their explanation, printed after the name. */
  usage: string;
  /** Besides `--help` and `--json`, which every command has. */
  options: ParseArgsOptionsConfig;
  run(values: Values, io: Io): Promise<ExitCode>;
};

/** A wrong call: exit code 2, with the usage of the command. */
export class UsageError extends Error {}

/** A text option that must be there. */
export function required(values: Values, name: string): string {
  const value = values[name];
  if (typeof value !== 'string' || value === '') throw new UsageError(`--${name} is missing.`);
  return value;
}

/** A text option that may be left out. */
export function optional(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

/** A number given as text. */
export function numberOf(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new UsageError(`--${name} must be a number, not "${text}".`);
  return value;
}

/**
 * The exit code for an error of the server or of a use case: 1 where the present state does not allow it (taken,
 * blocked, nothing deployed), 3 where two runs cannot be compared, else 2: a wrong call, wrong settings, or no
 * response.
 */
export function exitOf({ status, code }: { status: number; code: unknown }): ExitCode {
  if (code === 'not_comparable') return 3;
  return status === 409 || code === 'not_deployed' ? 1 : 2;
}
