/** A number of 16 digits and more: a double may hold another one. */
const LONG = /[\d.]{17}/;

/**
 * `body`, the parsed `text`, with numbers of more digits than a double holds as the text that they are written as, so that
 * prices are exact. A text without such numbers, as nearly all are, is not parsed again.
 */
export function exactBody(text: string, body: unknown): unknown {
  if (!LONG.test(text)) return body;
  return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) =>
    typeof value === 'number' && LONG.test(context?.source ?? '') ? context?.source : value,
  );
}
