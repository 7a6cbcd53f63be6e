import { Fault } from './faults.ts';

/** What a log may know of an error: what broke and where, never a value that somebody sent. */
export type ErrorFacts = { type: string; message?: string; stack?: string; cause?: unknown; [fact: string]: unknown };

/** Facts that drivers and Node name by themselves. Not among them: `detail`, `where`, `hint`, `parameters`, `input`. */
const FACTS = [
  'severity',
  'schema_name',
  'table_name',
  'column_name',
  'constraint_name',
  'routine',
  'errno',
  'syscall',
];
const OF_SYSTEM_CALLS = ['address', 'port', 'path'];
const DEPTH_MAX = 5;
const QUERY_CHARS_MAX = 600;

/**
 * Where what we throw ourselves comes from; in the bundle of the pages nobody can tell, so there nothing does. Guards in
 * `domain/` quote what they refuse, so they do not count.
 */
const ROOT = (import.meta.dirname as string | undefined)?.replace(/[\\/]server[\\/]platform$/, '');
const OURS = new RegExp(
  ROOT === undefined
    ? '^(?!)'
    : `^ {4}at .*${escaped(ROOT)}[\\\\/](?:server|db)[\\\\/](?!\\w+[\\\\/]domain[\\\\/])(?!.*\\.test\\.ts)`,
);
/** A frame as V8 writes it: nothing that a message could hold passes for one by accident. */
const FRAME = /^ {4}at (?:[\w$.<>[\] #*-]+ \()?(?:async )?(?:file:\/\/|node:|\/|[A-Za-z]:\\|<anonymous>)[^\n]*\)?$/;

/**
 * What a log may know of anything that was thrown: its type, code, place in the database, stack frames, causes. The
 * message only where it is known to be ours: of a Fault on our side, or a plain Error thrown by `server/` itself. A
 * driver's message, detail and parameters, and what a parser says, hold what people sent.
 */
export function errorFacts(error: unknown, depth = 0): ErrorFacts {
  if (!(error instanceof Error)) return { type: error === null ? 'null' : typeof error };
  const given = error as Error & Record<string, unknown>;
  const frames = framesOf(error);
  const code = codeOf(error);
  return {
    type: typeOf(error),
    ...(code === null ? {} : { code }),
    ...picked(given, FACTS),
    ...(typeof given.syscall === 'string' ? picked(given, OF_SYSTEM_CALLS) : {}),
    ...statementOf(given),
    ...ownWords(error, frames),
    ...(error instanceof Fault ? { status: error.status } : {}),
    ...(frames.length > 0 ? { stack: frames.join('\n') } : {}),
    ...nested('internal', error instanceof Fault ? error.internal : undefined, depth),
    ...nested('cause', error.cause, depth),
  };
}

/** For people at a terminal: the error's own sentence, or of a database's error its facts: `PostgresError 23505 (person_email)`. */
export function sentenceFor(error: unknown): string {
  for (let at = error, depth = 0; at instanceof Error && depth < DEPTH_MAX; at = at.cause, depth++) {
    if (typeOf(at) !== 'PostgresError') continue;
    const { code, constraint_name: constraint, table_name: table } = errorFacts(at);
    const place = constraint ?? table;
    return `PostgresError ${code}${place === undefined ? '' : ` (${place})`}`;
  }
  if (!(error instanceof Error)) return String(error);
  return typeOf(error) === 'DrizzleQueryError'
    ? sentenceFor(error.cause ?? 'The database refused a statement.')
    : error.message;
}

/** `value` with every error in it, at most three levels down, replaced by its facts. */
export function withErrorFacts(value: unknown, depth = 0): unknown {
  if (value instanceof Error) return errorFacts(value);
  if (depth > 2 || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => withErrorFacts(each, depth + 1));
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, withErrorFacts(each, depth + 1)]));
}

/** Minified classes keep their `name`; a `name` that somebody set must still look like one. */
function typeOf(error: Error): string {
  const made = error.constructor.name;
  const name = made.length > 2 ? made : error.name;
  return /^\w{1,60}$/.test(name) ? name : 'Error';
}

function codeOf(error: Error): string | number | null {
  const code = 'code' in error ? error.code : null;
  return typeof code === 'number' || (typeof code === 'string' && /^\w{1,60}$/.test(code)) ? code : null;
}

function picked(error: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(names.flatMap((name) => (error[name] === undefined ? [] : [[name, error[name]]])));
}

/** Drizzle's statement has placeholders where values go; other statements may hold values and are left out. */
function statementOf(error: Error & Record<string, unknown>): { query?: string } {
  const { query } = error;
  return typeOf(error) === 'DrizzleQueryError' && typeof query === 'string'
    ? { query: query.slice(0, QUERY_CHARS_MAX) }
    : {};
}

function ownWords(error: Error, frames: readonly string[]): { message?: string } {
  if (error instanceof Fault) return error.status >= 500 ? { message: error.message } : {};
  return error.constructor === Error && OURS.test(frames[0] ?? '') ? { message: error.message } : {};
}

/** The frames at the end of a stack: what stands before them is the message. */
function framesOf({ stack, message }: Error): string[] {
  if (typeof stack !== 'string') return [];
  const at = message === '' ? -1 : stack.indexOf(message);
  const lines = (at < 0 ? stack : stack.slice(at + message.length)).split('\n');
  return lines.slice(lines.findLastIndex((line) => !FRAME.test(line)) + 1);
}

function nested(name: string, error: unknown, depth: number): Record<string, unknown> {
  if (error === undefined || error === null || depth >= DEPTH_MAX) return {};
  // What we note beside a fault in words of our own.
  if (name === 'internal' && typeof error === 'string') return { internal: error };
  return { [name]: errorFacts(error, depth + 1) };
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
