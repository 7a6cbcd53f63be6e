/** One text of a request: of a list of messages each, with its place in the stored JSON. */
export type Part = { part: string; text: string };
export type Parts = { parts: Part[] /** Text was left out: it is longer than what is looked at. */; isCut: boolean };

/** Most characters (UTF-16 units) of an input or output that are looked at: its beginning and its end. */
export const HEAD_MAX = 24_576;
export const TAIL_MAX = 8_192;
/** A longer text is not parsed as JSON. */
const JSON_MAX = 262_144;
const PARTS_MAX = 200;
const DEPTH_MAX = 6;

/**
 * The texts of a stored input or output. Where it is JSON with messages, those of the system and developer are left out: they
 * are the prompt of the application. Without roles all texts in it; what is no JSON is one text. The newest messages come
 * first where there are too many.
 */
export function partsOf(stored: string): Parts {
  const json = stored.length <= JSON_MAX && /^\s*[[{]/.test(stored) ? parsed(stored) : undefined;
  if (json === undefined || typeof json !== 'object' || json === null) return bounded([{ part: '', text: stored }]);
  const parts: Part[] = [];
  collect(json, '', 0, parts);
  return parts.length === 0 ? bounded([{ part: '', text: stored }]) : bounded(parts.reverse());
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function collect(value: unknown, path: string, depth: number, into: Part[]): void {
  if (typeof value === 'string') {
    if (value.length >= 4) into.push({ part: path, text: value });
    return;
  }
  if (typeof value !== 'object' || value === null || depth > DEPTH_MAX) return;
  const role = 'role' in value ? value.role : null;
  if (role === 'system' || role === 'developer') return;
  for (const [key, inner] of Object.entries(value)) {
    if (role !== null && key === 'role') continue;
    collect(inner, `${path}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, depth + 1, into);
  }
}

/** Leaves out what is beyond the bounds: the middle of a long text, and messages after the first 32,768 characters. */
function bounded(all: readonly Part[]): Parts {
  const parts: Part[] = [];
  let left = HEAD_MAX + TAIL_MAX;
  let isCut = all.length > PARTS_MAX;
  for (const { part, text } of all.slice(0, PARTS_MAX)) {
    if (left <= 0) {
      isCut = true;
      break;
    }
    if (text.length <= left) parts.push({ part, text });
    else {
      isCut = true;
      const tail = Math.min(TAIL_MAX, Math.floor(left / 4));
      // What lies between is not looked at: blanks keep the places of the end right within this text.
      parts.push({ part, text: `${text.slice(0, left - tail)}\n` }, { part: `${part}#end`, text: text.slice(-tail) });
    }
    left -= text.length;
  }
  return { parts, isCut };
}
