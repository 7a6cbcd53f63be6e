import type { Body, Message } from './content.ts';
import { PLACEHOLDER, textsOf } from './variables.ts';

/** Most bytes (UTF-8) of a rendered body, all messages together. */
export const RENDERED_BYTES_MAX = 1_000_000;

export type Rendered =
  | { ok: true; body: { text: string } | { messages: Message[] } }
  /** Names without a value, in order of first use. */
  | { ok: false; code: 'missing_variable'; missing: string[] }
  | { ok: false; code: 'rendered_too_large' };

/** A text cut at its placeholders: a literal, a name, a literal, …, a literal. */
type Cut = { literals: readonly string[]; names: readonly string[] };
/** A body with its placeholders located, so that a body which serves many requests is searched once. */
export type CutBody = {
  body: Body;
  cuts: readonly Cut[];
  /** How often each name occurs, in order of first use. */
  names: ReadonlyMap<string, number>;
};

/** Finds the placeholders of a body. */
export function cutBody(body: Body): CutBody {
  const cuts = textsOf(body).map(cut);
  const names = new Map<string, number>();
  for (const name of cuts.flatMap((one) => one.names)) names.set(name, (names.get(name) ?? 0) + 1);
  return { body, cuts, names };
}

function cut(text: string): Cut {
  const literals: string[] = [];
  const names: string[] = [];
  let end = 0;
  for (const match of text.matchAll(PLACEHOLDER)) {
    literals.push(text.slice(end, match.index));
    names.push(match[1] ?? '');
    end = match.index + match[0].length;
  }
  return { literals: [...literals, text.slice(end)], names };
}

/** Fills the placeholders of a body; see `fillBody`. */
export const render = (body: Body, variables: Readonly<Record<string, unknown>>): Rendered =>
  fillBody(cutBody(body), variables);

/**
 * Fills the placeholders in one pass: values are inserted unchanged and are not searched, so `{{x}}` in a value stays
 * literal. Values that are no strings are written as JSON; extra variables are ignored.
 */
export function fillBody(cutBody: CutBody, variables: Readonly<Record<string, unknown>>): Rendered {
  const { body, cuts, names } = cutBody;
  const values = new Map<string, string>();
  const missing: string[] = [];
  for (const name of names.keys()) {
    const text = variableText(variables, name);
    if (text === undefined) missing.push(name);
    else values.set(name, text);
  }
  if (missing.length > 0) return { ok: false, code: 'missing_variable', missing };
  // A UTF-16 unit takes at most three bytes, so for nearly every prompt the length suffices and no bytes are counted.
  const isLarge = lengthOf(cutBody, values, (text) => text.length) * 3 > RENDERED_BYTES_MAX;
  if (isLarge && lengthOf(cutBody, values, utf8Length) > RENDERED_BYTES_MAX) return TOO_LARGE;
  const texts = cuts.map((one) => fill(one, values));
  if ('template' in body) return { ok: true, body: { text: texts[0] ?? '' } };
  const messages = body.messages.map((message, i) => ({ ...message, content: texts[i] ?? '' }));
  return { ok: true, body: { messages } };
}

const TOO_LARGE = { ok: false, code: 'rendered_too_large' } as const;

/**
 * A variable's text; undefined where the caller gave none. Own properties only, so that `{{constructor}}` is a name
 * like any other.
 */
function variableText(variables: Readonly<Record<string, unknown>>, name: string): string | undefined {
  if (!Object.hasOwn(variables, name)) return undefined;
  const value = variables[name];
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/**
 * Length of the filled texts, computed before they are built: a long value at many placeholders would take much memory.
 */
function lengthOf(
  { cuts, names }: CutBody,
  values: ReadonlyMap<string, string>,
  measure: (text: string) => number,
): number {
  let length = 0;
  for (const { literals } of cuts) for (const literal of literals) length += measure(literal);
  for (const [name, times] of names) length += times * measure(values.get(name) ?? '');
  return length;
}

function fill({ literals, names }: Cut, values: ReadonlyMap<string, string>): string {
  let text = literals[0] ?? '';
  names.forEach((name, i) => {
    text += (values.get(name) ?? '') + (literals[i + 1] ?? '');
  });
  return text;
}

function utf8Length(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    // A surrogate is half of 4 bytes; everything else from U+0800 takes 3, from U+0080 takes 2.
    if (unit >= 0x80) bytes += unit >= 0x800 && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return bytes;
}
