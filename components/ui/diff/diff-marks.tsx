import type { DiffPart } from './diff-lines.ts';

/**
 * Changed words. Prompts: removed red, added green. Answers: A slate, B blue, because neither side is the correct one.
 * Changed words are also underlined or struck through.
 */
export type DiffTone = 'prompt' | 'answers';

const MARKS = {
  prompt: {
    before: 'bg-diff-del line-through decoration-fail decoration-1',
    after: 'bg-diff-add shadow-[inset_0_-2px_0_var(--pass)]',
  },
  answers: {
    before: 'bg-stable-soft shadow-[inset_0_-2px_0_var(--stable)]',
    after: 'bg-candidate-soft shadow-[inset_0_-2px_0_var(--candidate)]',
  },
} satisfies Record<DiffTone, { before: string; after: string }>;

export function DiffMarks({ parts, side, tone }: { parts: DiffPart[]; side: 'before' | 'after'; tone: DiffTone }) {
  const Mark = side === 'before' ? 'del' : 'ins';
  let offset = 0;
  return parts.flatMap(wordsOnly).map((part) => {
    const key = offset;
    offset += part.text.length;
    return part.changed ? (
      <Mark key={key} className={`-mx-px rounded-[2px] box-decoration-clone px-px ${MARKS[tone][side]}`}>
        {part.text}
      </Mark>
    ) : (
      <span key={key}>{part.text}</span>
    );
  });
}

/** Marks words only, not the spaces around them nor empty lines between them. */
function wordsOnly(part: DiffPart): DiffPart[] {
  if (!part.changed) return [part];
  return part.text
    .split(/(^\s+|\s+$|\s*\n\s*)/)
    .filter((text) => text !== '')
    .map((text) => ({ text, changed: text.trim() !== '' }));
}
