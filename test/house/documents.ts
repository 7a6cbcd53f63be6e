import type { Source } from './sources.ts';

const FUNCTION = /^export (?:async )?function\*? (\w+)|^export const (\w+)[^=]*= (?:async )?(?:\(|<|\w+ =>)/;

/** Exported functions of the server without a docstring, which describes their result, its units and their errors. */
export function undocumented({ path, text }: Source): string[] {
  if (!path.startsWith('server/') || /\.test\.ts$/.test(path)) return [];
  const lines = text.split('\n');
  return lines.flatMap((line, i) => {
    const [, declared, constant] = FUNCTION.exec(line) ?? [];
    const name = declared ?? constant;
    if (!name) return [];
    const before = lines.slice(0, i).findLast((above) => !above.startsWith('// biome-ignore')) ?? '';
    const isOverload = FUNCTION.exec(before)?.[1] === name; // one comment stands above them all
    return before.endsWith('*/') || isOverload ? [] : [`${path} exports ${name} without a comment`];
  });
}
