/** Why a request is answered before Next sees it: a status, a sentence and what goes with it. */
export type Refusal = { status: number; sentence: string; headers?: Record<string, string> };

/** Why an address cannot be given to Next, which answers 500 to some of these; null for every other one. */
export function addressRefusal(url: string): Refusal | null {
  const path = url.split(/[?#]/, 1)[0] ?? '';
  if (!path.startsWith('/')) return { status: 400, sentence: 'The address must be a path, such as /sign-in.' };
  try {
    const segments = path.split('/').map(decodeURIComponent);
    // Next keeps the parts of an address as names of an object, where this one is its prototype.
    return segments.includes('__proto__') ? { status: 404, sentence: 'There is nothing at this address.' } : null;
  } catch {
    return { status: 400, sentence: 'The address is not readable: what follows a % must be hex digits of UTF-8.' };
  }
}
