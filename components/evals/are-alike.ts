import { markWords } from '#components/ui/diff/diff-lines.ts';

/** With a smaller share of common text, nearly all words would be marked. */
const COMMON_MIN = 0.25;

/** Whether two answers have enough text in common for marking their different words to be useful. */
export function areAlike(a: string, b: string): boolean {
  const common = markWords(a, b).before.reduce((sum, part) => sum + (part.changed ? 0 : part.text.length), 0);
  return common >= COMMON_MIN * Math.max(a.length, b.length);
}
