/**
 * Limit of what a pattern costs to compile. The cost is found by one walk over the text, so that a pattern is refused
 * without being compiled. The unit is one instruction of the compiled program: about 1 µs to make, 250 bytes to keep.
 *
 * The cost is never less than the instructions of RE2's program (a property test checks this). Other expensive parts
 * are added: classes of Unicode, wide ranges whose case is folded character by character, capture groups and nesting,
 * whose handling is quadratic.
 */
export const PATTERN_COST_MAX = 10_000;

/** An open group: the cost of its alternatives so far, and the part that a repetition would multiply. */
type Frame = { sum: number; last: number; own: number };

/** Instructions that begin and end every program. */
const FRAME = 3;
const UNICODE_CLASS = 60;
/** Folding the case of a range visits each of its characters; so many of them cost as much as an instruction. */
const FOLDED_CHARS = 40;
const CODE_POINTS = 0x110000;
/** Highest count of a repetition that RE2 allows; it refuses higher ones, so they are not counted. */
const REPEAT_MAX = 1_000;

/** Cost of a pattern in units, see above. Linear in the text. RE2 may still refuse the pattern. */
export function patternCost(text: string, ignoreCase: boolean): number {
  const folds = ignoreCase || /\(\?[a-zA-Z]*i/.test(text);
  const frames: Frame[] = [{ sum: 0, last: 0, own: 0 }];
  let [besides, groups, depth] = [0, 0, 1];
  const atom = (cost: number) => {
    const frame = topOf(frames);
    frame.sum += cost;
    frame.last = cost;
  };
  for (let i = 0; i < text.length; ) {
    const char = text[i];
    if (char === '\\') {
      const escaped = readEscape(text, i);
      if (escaped.isClass) besides += UNICODE_CLASS * (folds ? 2 : 1);
      for (let n = 0; n < escaped.literals; n++) atom(1);
      i = escaped.end;
    } else if (char === '[') {
      const read = readClass(text, i, folds);
      besides += read.cost;
      atom(1);
      i = read.end;
    } else if (char === '(') {
      const own = /^\(\?(?!P?<)/.test(text.slice(i, i + 4)) ? 0 : 2;
      groups += own / 2;
      frames.push({ sum: 0, last: 0, own });
      depth = Math.max(depth, frames.length);
      i = groupStart(text, i);
    } else if (char === ')') {
      const closed = frames.length > 1 ? frames.pop() : undefined;
      if (closed) atom(Math.max(1, closed.sum) + closed.own);
      i += 1;
    } else if (char === '|') {
      // Its own branch, and the empty alternative that may come before it.
      const frame = topOf(frames);
      frame.sum += 2;
      frame.last = 0;
      i += 1;
    } else {
      const repeat = readRepeat(text, i);
      if (repeat) {
        const frame = topOf(frames);
        const repeated = repeat.copies * frame.last + repeat.optional + 2;
        frame.sum += repeated - frame.last;
        frame.last = repeated;
        i = repeat.end;
      } else {
        atom(1);
        i += 1;
      }
    }
  }
  const program = frames.reduce((sum, frame) => sum + frame.sum + frame.own, FRAME);
  return Math.ceil(program + besides + groups ** 2 / 20 + (depth * text.length) / 50);
}

function topOf(frames: Frame[]): Frame {
  const frame = frames.at(-1);
  if (!frame) throw new RangeError('The outermost group is never closed.');
  return frame;
}

/** An escape outside of a class: the number of literals it matches, and whether it names a class. `\Q…\E` quotes. */
function readEscape(text: string, at: number): { end: number; literals: number; isClass: boolean } {
  const kind = text[at + 1] ?? '';
  if (kind === 'Q') {
    const close = text.indexOf('\\E', at + 2);
    const end = close < 0 ? text.length : close;
    return { end: close < 0 ? end : end + 2, literals: end - at - 2, isClass: false };
  }
  return { end: escapeEnd(text, at), literals: kind === 'E' ? 0 : 1, isClass: kind === 'p' || kind === 'P' };
}

/** Where the escape at `at` ends: `\x{…}` and `\p{…}` have braces, the others a letter or digits. */
function escapeEnd(text: string, at: number): number {
  const braced = /^\\(?:x|[pP])\{[^}]*\}/.exec(text.slice(at, at + 80));
  return at + (braced?.[0].length ?? 2);
}

/** Where the body of a group begins: after `(?:`, `(?i:`, `(?P<name>`; `(?i)` is read as an empty group. */
function groupStart(text: string, at: number): number {
  const named = /^\(\?P?<[^>]{0,2000}>/.exec(text.slice(at));
  if (named) return at + named[0].length;
  const flags = /^\(\?[a-zA-Z-]*:?/.exec(text.slice(at, at + 20));
  return at + (flags?.[0].length ?? 1);
}

/** A repetition at `at`, or null: how many copies of its part the program holds, and how many of them are optional. */
function readRepeat(text: string, at: number): { end: number; copies: number; optional: number } | null {
  if ('*+?'.includes(text[at] ?? '')) return { end: at + 1, copies: 1, optional: 1 };
  const counted = /^\{(\d{1,9})(?:(,)(\d{0,9}))?\}/.exec(text.slice(at, at + 24));
  if (!counted) return null;
  const least = Math.min(REPEAT_MAX, Number(counted[1]));
  const copies = Math.max(1, Math.min(REPEAT_MAX, Math.max(least, Number(counted[3] ?? 0))));
  return { end: at + counted[0].length, copies, optional: Math.max(0, copies - least) };
}

/** A class in brackets: where it ends, what reading it costs beside its one instruction. */
function readClass(text: string, at: number, folds: boolean): { end: number; cost: number } {
  let i = at + 1;
  if (text[i] === '^') i += 1;
  const first = i;
  let cost = 0;
  while (i < text.length && (text[i] !== ']' || i === first)) {
    const named = text[i] === '[' ? /^\[:\^?\w{0,20}:\]/.exec(text.slice(i, i + 30)) : null;
    if (named) {
      cost += 2;
      i += named[0].length;
      continue;
    }
    const low = readMember(text, i);
    i = low.end;
    cost += low.code === null ? UNICODE_CLASS * (folds ? 2 : 1) : 1;
    if (low.code === null || text[i] !== '-' || text[i + 1] === ']') continue;
    const high = readMember(text, i + 1);
    const width = (high.code ?? CODE_POINTS) - low.code;
    i = high.end;
    if (folds) cost += Math.max(0, width) / FOLDED_CHARS;
  }
  return { end: i + 1, cost };
}

/** One member of a class: its code point; null for an escape that is a class or that is not known here. */
function readMember(text: string, at: number): { end: number; code: number | null } {
  if (text[at] !== '\\') {
    const code = text.codePointAt(at) ?? 0;
    return { end: at + (code > 0xffff ? 2 : 1), code };
  }
  const hex = /^\\x(?:\{([0-9a-fA-F]{1,8})\}|([0-9a-fA-F]{2}))/.exec(text.slice(at, at + 14));
  if (hex) return { end: at + hex[0].length, code: Number.parseInt(hex[1] ?? hex[2] ?? '0', 16) };
  const kind = text[at + 1] ?? '';
  if (/[pP]/.test(kind)) return { end: escapeEnd(text, at), code: null };
  // Letters are known classes (\d, \w, \s) or control characters, digits are octal: all of them are low.
  return { end: at + 2, code: kind.codePointAt(0) ?? 0 };
}
