import type { Body } from './content.ts';

/**
 * `{{name}}`, with spaces inside the braces allowed. No logic, no filters and no recursion, so a value cannot inject a
 * template.
 */
export const PLACEHOLDER = /\{\{ *([A-Za-z_][\w.]{0,63}) *\}\}/g;

/** The texts of a body in order: one template, or each message's content. */
export const textsOf = (body: Body): string[] =>
  'template' in body ? [body.template] : body.messages.map((message) => message.content);

/** Names that must be given to render the body, in order of first use. */
export function variablesOf(body: Body): string[] {
  const names = textsOf(body).flatMap((text) => [...text.matchAll(PLACEHOLDER)].map((match) => match[1] ?? ''));
  return [...new Set(names)];
}
