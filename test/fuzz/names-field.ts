const OF_STATE = /^unknown_(version|item|run|environment)$/;

/** What a refusal says: of which fields, and in which words. */
export type Refusal = { paths: string[]; sentences: string[]; codes?: string[] };

/**
 * Whether a refusal names what was spoilt: by the path of that field, of one inside it or around it, or by its name in a
 * sentence. A message that was spoilt as a whole has no field to name, and where another name leads to something else
 * that exists, what that lacks is named.
 */
export function namesField({ paths, sentences, codes = [] }: Refusal, touched: readonly string[]): boolean {
  if (paths.some((path) => path !== '') && codes.some((code) => OF_STATE.test(code))) return true;
  return touched.some((pointer) => {
    if (pointer === '') return true;
    const spoilt = shown(pointer);
    const near = (path: string) => `${spoilt}/`.startsWith(`${path}/`) || `${path}/`.startsWith(`${spoilt}/`);
    if (paths.some((path) => path !== '' && near(shown(path)))) return true;
    const names = pointer.split('/').filter((part) => part !== '' && !/^\d+$/.test(part));
    return names.some((name) => sentences.some((sentence) => sentence.toLowerCase().includes(name.toLowerCase())));
  });
}

/** Names of headers have no case; what cannot be written stands as the replacement character. */
const shown = (path: string): string => path.toWellFormed().replaceAll('\u0000', '\ufffd').toLowerCase();
