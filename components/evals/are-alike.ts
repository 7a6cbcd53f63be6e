import { markWords } from '#components/ui/diff/diff-lines.ts';

/** Below this share of common text, marking words marks nearly all of them and says nothing. */
const COMMON_MIN = 0.25;

/** Whether two answers have enough in common for their different words to mean something. */
export function areAlike(a: string, b: string): boolean {
  const common = markWords(a, b).before.reduce((sum, part) => sum + (part.changed ? 0 : part.text.length), 0);
  return common >= COMMON_MIN * Math.max(a.length, b.length);
}
