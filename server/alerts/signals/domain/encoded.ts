/** A stretch of a text that decodes to other text. `[start, end)` in UTF-16 units of the text that it stands in. */
export type Decoded = { start: number; end: number; encoding: string; text: string };

/** Characters of one encoded stretch that are decoded, and stretches of one text. */
const STRETCH_MAX = 8_192;
const STRETCHES_MAX = 24;
/** Share of letters, digits and spaces from which decoded bytes are taken for text. */
const TEXT_SHARE = 0.85;

const BASE64 = /[A-Za-z0-9+/_-]{20,}={0,2}/g;
const HEX = /(?:(?:\\x|0x|%)?[0-9A-Fa-f]{2}[ ,:]?){10,}/g;
const PERCENT = /(?:%[0-9A-Fa-f]{2}[A-Za-z0-9._~-]{0,12}){4,}/g;
const UNICODE = /(?:\\u[0-9A-Fa-f]{4}[ -[\]-~]?){4,}/g;
const ENTITIES = /(?:&#x?[0-9A-Fa-f]{2,5};[ -%'-~]?){4,}/g;
const BINARY = /(?:[01]{8}[ ,]?){6,}/g;
const DECIMAL = /(?:\d{2,3}[ ,;]{1,2}){12,}\d{2,3}/g;

const fromBytes = (bytes: readonly number[]): string => new TextDecoder().decode(Uint8Array.from(bytes));

function fromBase64(stretch: string): string {
  const plain = stretch.replaceAll('-', '+').replaceAll('_', '/').replace(/=+$/, '');
  // A short look first: most base64 is pictures.
  const decode = (text: string) =>
    Uint8Array.from(atob(text.slice(0, text.length - (text.length % 4))), (c) => c.charCodeAt(0));
  const head = decode(plain.slice(0, 64));
  if (head.filter((byte) => byte < 9 || (byte > 13 && byte < 32)).length > 2) return '';
  const rest = plain.length % 4;
  const padded = rest === 1 ? plain.slice(0, -1) : plain + '='.repeat((4 - rest) % 4);
  return new TextDecoder().decode(Uint8Array.from(atob(padded), (c) => c.charCodeAt(0)));
}

const DECODERS: readonly (readonly [encoding: string, find: RegExp, decode: (stretch: string) => string])[] = [
  ['binary', BINARY, (text) => fromBytes((text.match(/[01]{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))],
  ['decimal', DECIMAL, (text) => fromBytes((text.match(/\d{2,3}/g) ?? []).map((code) => Number(code) & 0xff))],
  [
    'hex',
    HEX,
    (text) =>
      fromBytes(
        (text.replaceAll(/\\x|0x|%/g, '').match(/[0-9A-Fa-f]{2}/g) ?? []).map((byte) => Number.parseInt(byte, 16)),
      ),
  ],
  ['base64', BASE64, fromBase64],
  [
    'percent',
    PERCENT,
    (text) =>
      fromBytes(
        (text.match(/%[0-9A-Fa-f]{2}|[^%]/g) ?? []).map((one) =>
          one.length === 3 ? Number.parseInt(one.slice(1), 16) : one.charCodeAt(0) & 0xff,
        ),
      ),
  ],
  [
    'unicode escapes',
    UNICODE,
    (text) =>
      text.replaceAll(/\\u([0-9A-Fa-f]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16))),
  ],
  [
    'entities',
    ENTITIES,
    (text) =>
      text.replaceAll(/&#(x?)([0-9A-Fa-f]{2,5});/g, (_, x: string, code: string) =>
        String.fromCharCode(Number.parseInt(code, x === '' ? 10 : 16) & 0xffff),
      ),
  ],
];

/** Whether it reads as text: mostly letters, digits and spaces, with a space or East Asian letters somewhere. */
function isText(text: string): boolean {
  if (text.length < 6) return false;
  let good = 0;
  for (const letter of text) if (/[\p{L}\p{M}\p{N} .,!?'"\n]/u.test(letter)) good += 1;
  return good / text.length >= TEXT_SHARE && /[a-z]{3}|\p{Lo}/iu.test(text);
}

/** What is encoded in a text, each stretch once. Bounded: at most 24 stretches of 8,192 characters for each encoding. */
export function decodedIn(text: string): Decoded[] {
  const found: Decoded[] = [];
  for (const [encoding, find, decode] of DECODERS) {
    let count = 0;
    for (const { 0: match, index: start } of text.matchAll(find)) {
      if (++count > STRETCHES_MAX) break;
      const decoded = decode(match.slice(0, STRETCH_MAX));
      if (isText(decoded)) found.push({ start, end: start + match.length, encoding, text: decoded });
    }
  }
  return found;
}
