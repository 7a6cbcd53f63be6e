import { invalid } from '#server/platform/faults.ts';
import { inflated } from '#server/platform/http/body.ts';
import { checkElements } from '#server/platform/http/count-elements.ts';
import { checkStorable, decodeText, parseJson } from '#server/platform/http/json.ts';

/** A number of 16 digits and more: a double may hold another one. */
const LONG = /[\d.]{17}/;
const PARTS = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/**
 * `body`, the parsed `text`, with each number that no double holds as the text that it is written as, so that prices are
 * exact. What a program wrote from a double stays a number. A text without long numbers, as nearly all are, is not parsed
 * again.
 */
export function exactBody(text: string, body: unknown): unknown {
  if (!LONG.test(text)) return body;
  return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) => {
    const source = context?.source ?? '';
    return typeof value === 'number' && LONG.test(source) && digitsOf(source) !== digitsOf(String(value))
      ? source
      : value;
  });
}

/** The sign, the significant digits and the place of the last one: the same for `1.50`, `15e-1` and `0.15E1`. */
function digitsOf(number: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = PARTS.exec(number) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  return `${sign}${significant}e${Number(exponent) - fraction.length + digits.length - significant.length}`;
}

/** Most characters of a packed file; a request of a page has at most 1 MB. */
export const PACKED_MAX = 900_000;
/** Most bytes of its text: the whole of models.dev has 3 MB. Larger files are imported over the API. */
const BYTES_MAX = 12_000_000;
const ELEMENTS_MAX = 500_000;

/** The JSON of a file that a page sends as gzip in base64, with exact numbers. 400 for what is neither; 413 and 422 for too large. */
export async function unpackFile(packed: string): Promise<unknown> {
  const bytes = await inflated(Buffer.from(packed, 'base64'), BYTES_MAX);
  if (bytes === null) {
    throw invalid('/file', 'too_large', '/file: it has more than 12 MB. Send it to POST /api/v1/models/import.');
  }
  checkElements(bytes, 'json', ELEMENTS_MAX);
  const text = decodeText(bytes);
  const body = parseJson(text);
  checkStorable(body);
  return exactBody(text, body);
}
