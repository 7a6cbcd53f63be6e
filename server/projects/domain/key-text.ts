const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const RANDOM_LENGTH = 30;
const CHECKSUM_LENGTH = 6;
const SHAPE = /^sy_[0-9A-Za-z]{36}$/;

/** CRC-32 (IEEE 802.3, reflected 0xEDB88320) of ASCII text, unsigned. */
export function crc32(text: string): number {
  let crc = 0xffffffff;
  for (let i = 0; i < text.length; i++) {
    crc ^= text.charCodeAt(i);
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function checksumOf(random: string): string {
  let rest = crc32(random);
  let digits = '';
  for (let i = 0; i < CHECKSUM_LENGTH; i++) {
    digits = ALPHABET.charAt(rest % 62) + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}

/** A key's text: `sy_`, 30 random base62 characters (178 bits), 6 base62 digits of their CRC-32. */
export function makeKeyText(randomBelow62: () => number): string {
  const random = Array.from({ length: RANDOM_LENGTH }, () => ALPHABET.charAt(randomBelow62())).join('');
  return `sy_${random}${checksumOf(random)}`;
}

/** Whether `text` has the shape and checksum of a key: a mistyped or invented one is refused without a lookup. */
export function isKeyText(text: string): boolean {
  return SHAPE.test(text) && checksumOf(text.slice(3, 3 + RANDOM_LENGTH)) === text.slice(3 + RANDOM_LENGTH);
}
