import { Fault } from './faults.ts';

/** What a log may hold of an error: what failed and where, never a value that a caller sent. */
export type ErrorFacts = { type: string; message?: string; stack?: string; cause?: unknown; [fact: string]: unknown };

/**
 * Fields that drivers and Node set. Left out, because they may quote values: `detail`, `where`, `hint`, `parameters`,
 * `input`.
 */
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
 * A stack frame of an error that our own code threw. In the bundle of the pages no frame matches, since files cannot be
 * distinguished there. Guards in `domain/` quote the value that they refuse, so their frames do not match either.
 */
const ROOT = (import.meta.dirname as string | undefined)?.replace(/[\\/]server[\\/]platform$/, '');
const OURS = new RegExp(
  ROOT === undefined
    ? '^(?!)'
    : `^ {4}at .*${escaped(ROOT)}[\\\\/](?:server|db)[\\\\/](?!\\w+[\\\\/]domain[\\\\/])(?!.*\\.test\\.ts)`,
);
/** A stack frame as V8 writes it, strict enough that no ordinary message line matches. */
const FRAME = /^ {4}at (?:[\w$.<>[\] #*-]+ \()?(?:async )?(?:file:\/\/|node:|\/|[A-Za-z]:\\|<anonymous>)[^\n]*\)?$/;

/**
 * What a log may hold of anything that was thrown: its type, code, place in the database, stack frames and causes. The
 * message only where it is ours: of a Fault with a status of 500 or more, or of a plain Error thrown by `server/`. A
 * driver's message, detail and parameters, and a parser's message, quote what people sent.
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

/** For people at a terminal: the error's own message, or, of a database error, `PostgresError 23505 (person_email)`. */
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

/** Minified classes keep their `name`. A `name` that was assigned counts only where it looks like an identifier. */
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

/** The frames at the end of a stack; the text before them is the message. */
function framesOf({ stack, message }: Error): string[] {
  if (typeof stack !== 'string') return [];
  const at = message === '' ? -1 : stack.indexOf(message);
  const lines = (at < 0 ? stack : stack.slice(at + message.length)).split('\n');
  return lines.slice(lines.findLastIndex((line) => !FRAME.test(line)) + 1);
}

function nested(name: string, error: unknown, depth: number): Record<string, unknown> {
  if (error === undefined || error === null || depth >= DEPTH_MAX) return {};
  // A text of our own that was passed as `internal`.
  if (name === 'internal' && typeof error === 'string') return { internal: error };
  return { [name]: errorFacts(error, depth + 1) };
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
