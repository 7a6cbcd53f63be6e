import { closeSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

const ROTATE_AT_BYTES = 20 * 1024 * 1024;

/** The log of one process: all lines go to its file (and one older file is kept), errors also to the terminal. */
export type ProcessLog = { line: (text: string, fromStderr: boolean) => void; tail: () => string[] };

/**
 * Opens the log of process `name` at `path`, which gets every line of its output with the time. `everything`: the
 * terminal gets all lines, not only errors.
 */
export function openProcessLog(
  name: string,
  path: string,
  terminal: (line: string) => void,
  everything = false,
): ProcessLog {
  mkdirSync(dirname(path), { recursive: true });
  let bytes = sizeOf(path);
  let file = openSync(path, 'a', 0o600);
  let lost = 0;
  const last: string[] = [];

  /** Counts the lines that a full disk loses instead of throwing, so that the processes keep running. */
  function write(text: string): void {
    try {
      append(text);
      if (lost > 0) terminal(`${name} | its log is written again; ${lost} lines are lost`);
      lost = 0;
    } catch (error) {
      if (lost === 0)
        terminal(`${name} | its log cannot be written: ${error instanceof Error ? error.message : error}`);
      lost += 1;
    }
  }

  function append(text: string): void {
    if (bytes > ROTATE_AT_BYTES) {
      closeSync(file);
      renameSync(path, `${path}.1`);
      file = openSync(path, 'a', 0o600);
      bytes = 0;
    }
    bytes += writeSync(file, `${new Date().toISOString()} ${text}\n`);
  }

  return {
    line(text, fromStderr) {
      write(text);
      last.push(text);
      if (last.length > 20) last.shift();
      if (everything || fromStderr || isLoggedError(text)) terminal(`${name} | ${readable(text)}`);
    },
    tail: () => [...last],
  };
}

/**
 * Splits the chunks of a stream into lines, passed to `onLine`. Call `end` at its end, for a last line without a
 * newline.
 */
export function splitLines(onLine: (line: string) => void): { chunk: (text: string) => void; end: () => void } {
  let rest = '';
  return {
    chunk(text) {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line.trim() !== '') onLine(line.trimEnd());
    },
    end() {
      if (rest.trim() !== '') onLine(rest.trimEnd());
      rest = '';
    },
  };
}

/** Our logs are JSON lines with pino's levels: 50 is error, 60 fatal. */
function isLoggedError(text: string): boolean {
  return /^\{"level":(50|60),/.test(text);
}

function readable(text: string): string {
  if (!text.startsWith('{')) return text;
  try {
    const { msg, err } = JSON.parse(text) as {
      msg?: unknown;
      err?: { message?: unknown; code?: unknown; type?: unknown };
    };
    const parts = [msg, err?.message ?? err?.code ?? err?.type].filter((part) => typeof part === 'string');
    return parts.length > 0 ? [...new Set(parts)].join(': ') : text;
  } catch {
    return text; // not JSON after all: shown as it came
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
