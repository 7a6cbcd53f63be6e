const OF_STATE = /^unknown_(version|item|run|environment)$/;

/** The content of a refusal: its fields and its sentences. */
export type Refusal = { paths: string[]; sentences: string[]; codes?: string[] };

/**
 * Whether a refusal names the mutated field: by its path, the path of a field inside or around it, or by its name in a
 * sentence. A message that was mutated as a whole has no field to name; where another name leads to something else that
 * exists, the refusal names what that lacks.
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

/** Names of headers are case-insensitive; characters that cannot be written appear as the replacement character. */
const shown = (path: string): string => path.toWellFormed().replaceAll('\u0000', '\ufffd').toLowerCase();
