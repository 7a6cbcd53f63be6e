import { Fault } from '../faults.ts';

/** How the elements of a body are separated; `lines` is NDJSON, where each line counts as one more. */
export type TextFormat = 'json' | 'lines' | 'csv';

const [QUOTE, BACKSLASH, NEWLINE] = [0x22, 0x5c, 0x0a];

/** The bytes that begin another element, outside of quotes. */
const BEGINS: Record<TextFormat, string> = { json: ',[{', lines: ',[{\n', csv: ',\n\r' };
/** How many such bytes a pair of bytes holds: looking up two at once takes half the time. Built on first use. */
const pairTables = new Map<TextFormat, Uint8Array>();

function pairTableOf(format: TextFormat): Uint8Array {
  const known = pairTables.get(format);
  if (known) return known;
  const begins = (byte: number) => (BEGINS[format].includes(String.fromCharCode(byte)) ? 1 : 0);
  const table = Uint8Array.from({ length: 65_536 }, (_, pair) => begins(pair & 0xff) + begins(pair >> 8));
  pairTables.set(format, table);
  return table;
}

/** The format of `bytes`: by their media type, or, where that does not determine it, by their first character. */
export function textFormatOf(bytes: Uint8Array, contentType: string | undefined): TextFormat {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (/csv$/.test(type)) return 'csv';
  if (/\/(x-)?(nd|jsonl|json-?lines)/.test(type)) return 'lines';
  if (/json$/.test(type)) return 'json';
  const first = String.fromCharCode(bytes.find((byte) => byte > 0x20) ?? 0);
  return first === '[' ? 'json' : first === '{' ? 'lines' : 'csv';
}

/**
 * Whether parsing `bytes` would make more than `max` elements (values, cells, lines). The cost of parsing grows with
 * elements far more than with bytes: 75 MB of `{},` become a gigabyte of objects, 75 MB of one text stay 75 MB.
 * Cost: none for up to `max` bytes, else half a millisecond for each MB, and four times that where quotes must be read.
 */
export function hasMoreElements(bytes: Buffer, format: TextFormat, max: number): boolean {
  if (bytes.length < max) return false;
  return countAnywhere(bytes, format) > max && countOutsideTexts(bytes, format, max) > max;
}

/** Throws 413 `too_many_elements` for more than `max` elements. */
export function checkElements(bytes: Buffer, format: TextFormat, max: number): void {
  if (!hasMoreElements(bytes, format, max)) return;
  throw new Fault('too_many_elements', {
    status: 413,
    public: `The body holds more than ${max.toLocaleString('en')} values, cells or lines. Send it in smaller parts.`,
  });
}

/** An upper bound of the number of elements: also counts bytes inside of quotes. */
function countAnywhere(bytes: Buffer, format: TextFormat): number {
  const table = pairTableOf(format);
  const odd = bytes.byteOffset % 2;
  const pairs = new Uint16Array(bytes.buffer, bytes.byteOffset + odd, (bytes.length - odd) >> 1);
  let count = 3; // the first element, and the bytes before and after the pairs
  for (let i = 0; i < pairs.length; i++) count += table[pairs[i] as number] as number;
  return count;
}

function countOutsideTexts(bytes: Buffer, format: TextFormat, max: number): number {
  const begins = new Uint8Array(256);
  for (const character of BEGINS[format]) begins[character.charCodeAt(0)] = 1;
  const escapes = format !== 'csv';
  let count = 1;
  let inText = false;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i] as number;
    if (byte === QUOTE) inText = !inText;
    else if (inText && byte === BACKSLASH && escapes) i++;
    // A text in JSON ends on its line: after an unclosed one, counting starts again with the next line.
    else if (inText && byte === NEWLINE && escapes) inText = false;
    if (inText || begins[byte] === 0) continue;
    count += 1;
    if (count > max) return count;
  }
  return count;
}
