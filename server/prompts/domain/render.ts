import type { Body, Message } from '#server/prompts/domain/content.ts';
import { PLACEHOLDER, variablesOf } from '#server/prompts/domain/variables.ts';

/** Most bytes (UTF-8) of a rendered body, all messages together. */
export const RENDERED_BYTES_MAX = 1_000_000;

export type Rendered =
  | { ok: true; body: { text: string } | { messages: Message[] } }
  /** Names without a value, in order of first use. */
  | { ok: false; code: 'missing_variable'; missing: string[] }
  | { ok: false; code: 'rendered_too_large' };

/**
 * Fills the placeholders of a body in one pass: values are put in as they are and never looked at again, so a value
 * that holds `{{x}}` stays literal. Values that are no strings are written as JSON; extra variables are ignored.
 */
export function render(body: Body, variables: Readonly<Record<string, unknown>>): Rendered {
  const missing = variablesOf(body).filter((name) => variableText(variables, name) === undefined);
  if (missing.length > 0) return { ok: false, code: 'missing_variable', missing };
  const budget = { bytesLeft: RENDERED_BYTES_MAX };
  if ('template' in body) {
    const text = fill(body.template, variables, budget);
    return text === null ? TOO_LARGE : { ok: true, body: { text } };
  }
  const messages: Message[] = [];
  for (const message of body.messages) {
    const content = fill(message.content, variables, budget);
    if (content === null) return TOO_LARGE;
    messages.push({ ...message, content });
  }
  return { ok: true, body: { messages } };
}

const TOO_LARGE = { ok: false, code: 'rendered_too_large' } as const;

/** A variable's text; undefined where the caller gave none. Own properties only: `{{constructor}}` is a plain name. */
function variableText(variables: Readonly<Record<string, unknown>>, name: string): string | undefined {
  if (!Object.hasOwn(variables, name)) return undefined;
  const value = variables[name];
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The filled text, or null as soon as it outgrows the budget: many placeholders with a long value never pile up. */
function fill(
  template: string,
  variables: Readonly<Record<string, unknown>>,
  budget: { bytesLeft: number },
): string | null {
  const pieces: string[] = [];
  for (const piece of piecesOf(template, variables)) {
    budget.bytesLeft -= utf8Length(piece);
    if (budget.bytesLeft < 0) return null;
    pieces.push(piece);
  }
  return pieces.join('');
}

function* piecesOf(template: string, variables: Readonly<Record<string, unknown>>): Generator<string> {
  let end = 0;
  for (const match of template.matchAll(PLACEHOLDER)) {
    yield template.slice(end, match.index);
    yield variableText(variables, match[1] ?? '') ?? '';
    end = match.index + match[0].length;
  }
  yield template.slice(end);
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
