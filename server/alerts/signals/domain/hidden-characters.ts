import { isInvisible } from './readable.ts';

/** Characters that nobody sees: what they spell, and how much that says by itself. */
export type Hidden = { start: number; end: number; text: string; weight: number; kind: 'tags' | 'bidi' | 'zero width' };

const isTag = (code: number): boolean => code >= 0xe0020 && code <= 0xe007e;
const isVariation = (code: number): boolean =>
  (code >= 0xfe00 && code <= 0xfe0f) || (code >= 0xe0100 && code <= 0xe01ef);
/** Overrides only: isolates and marks are needed to write Arabic and Hebrew beside Latin. */
const isOverride = (code: number): boolean => code === 0x202d || code === 0x202e;
const isZeroWidth = (code: number): boolean =>
  code === 0x200b || (code >= 0x2060 && code <= 0x2064) || code === 0xfeff || code === 0xad;

/** A flag of a region is a black flag with up to six tags. */
const FLAG = 0x1f3f4;
const FLAG_TAGS_MAX = 7;
const ZERO_WIDTH_RUN = 8;
/** Zero width characters within words of a text from which it is odd. */
const ZERO_WIDTH_ODD = 6;

/**
 * Finds tags (which spell ASCII without a sign of it), bytes in variation selectors, overrides of direction and crowds of
 * zero width characters. Joiners are left alone: emoji and Indic scripts need them. Linear.
 */
export function findHidden(text: string): Hidden[] {
  const found: Hidden[] = [];
  let [zeroWidth, firstZeroWidth, lastZeroWidth] = [0, -1, 0];
  let before = 0;
  for (let i = 0; i < text.length; ) {
    const code = text.codePointAt(i) ?? 0;
    const width = code > 0xffff ? 2 : 1;
    if (isTag(code) || isVariation(code)) {
      const [end, spelled, count] = runOf(text, i);
      const isFlag = before === FLAG && count <= FLAG_TAGS_MAX;
      if (!isFlag && count >= 3) found.push({ start: i, end, text: spelled, weight: 1, kind: 'tags' });
      i = end;
      before = 0;
      continue;
    }
    if (isOverride(code)) found.push({ start: i, end: i + 1, text: '', weight: 0.6, kind: 'bidi' });
    if (isZeroWidth(code)) {
      zeroWidth += 1;
      if (firstZeroWidth < 0) firstZeroWidth = i;
      lastZeroWidth = i + width;
    }
    if (!isInvisible(code)) before = code;
    i += width;
  }
  if (zeroWidth >= ZERO_WIDTH_ODD) {
    const weight = zeroWidth >= ZERO_WIDTH_RUN * 2 ? 1 : 0.5;
    found.push({ start: firstZeroWidth, end: lastZeroWidth, text: '', weight, kind: 'zero width' });
  }
  return found;
}

/** A run of tags or variation selectors: where it ends, what it spells, how many there are. */
function runOf(text: string, from: number): [end: number, spelled: string, count: number] {
  let [i, spelled, count] = [from, '', 0];
  while (i < text.length) {
    const code = text.codePointAt(i) ?? 0;
    if (isTag(code)) spelled += String.fromCharCode(code - 0xe0000);
    else if (code >= 0xe0100 && code <= 0xe01ef) spelled += String.fromCharCode(code - 0xe0100 + 16);
    else if (!isVariation(code)) break;
    i += code > 0xffff ? 2 : 1;
    count += 1;
  }
  return [i, spelled, count];
}
