/**
 * The sections of a post-mortem, in their order. The first four are questions that have to be answered before it can be
 * published.
 */
export const SECTIONS = [
  { key: 'changed', title: 'What changed?', isQuestion: true },
  { key: 'signal', title: 'What signal detected it?', isQuestion: true },
  { key: 'detection', title: 'How long until detection?', isQuestion: true },
  { key: 'remediation', title: 'Which remediation was taken?', isQuestion: true },
  { key: 'impact', title: 'Impact', isQuestion: false },
  { key: 'possible', title: 'How was it possible?', isQuestion: false },
  { key: 'surprises', title: 'Surprises', isQuestion: false },
  { key: 'gate', title: 'Why did the gate not stop it?', isQuestion: false },
  { key: 'actions', title: 'Action items', isQuestion: false },
] as const;
export type SectionKey = (typeof SECTIONS)[number]['key'];

/** Begins a line that a person has to replace. */
export const TO_WRITE = 'To be written:';
/** Begins a sentence that names a fact that is unknown: it answers no question. */
export const NOT_KNOWN = 'Not known:';

/** Whether a section says something, and says all that was asked of people. */
export type SectionState = { key: SectionKey; title: string; isQuestion: boolean; isWritten: boolean };

/** A line of prose: outside of code blocks and no heading. */
export type ProseLine = { text: string; section: SectionKey | null };

const FENCE = /^\s{0,3}(`{3,}|~{3,})(.*)$/;
const HEADING = /^\s{0,3}(#{1,6})\s+(\S.*)$/;

/** The level and title of a heading; null for any other line. */
function headingOf(line: string): { level: number; title: string } | null {
  const [, mark, title] = HEADING.exec(line) ?? [];
  return mark === undefined || title === undefined ? null : { level: mark.length, title: title.trim() };
}

const sectionOf = (title: string): SectionKey | null => {
  const plain = (text: string) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\s]/gu, '')
      .trim();
  return SECTIONS.find((one) => plain(one.title) === plain(title))?.key ?? null;
};

/** The lines of prose of a text, each with its section. A `##` heading with the title of a section begins it. */
export function proseLines(markdown: string): ProseLine[] {
  const lines: ProseLine[] = [];
  let section: SectionKey | null = null;
  let fence: string | null = null;
  for (const text of markdown.split('\n')) {
    const [, mark, info = ''] = FENCE.exec(text) ?? [];
    if (fence !== null) {
      const closes = mark?.startsWith(fence) && info.trim() === '';
      if (closes) fence = null;
      continue;
    }
    if (mark !== undefined) {
      fence = mark;
      lines.push({ text: '', section });
      continue;
    }
    const heading = headingOf(text);
    if (heading) {
      if (heading.level === 2) section = sectionOf(heading.title);
      lines.push({ text: '', section });
    } else lines.push({ text, section });
  }
  return lines;
}

const isMarker = (text: string): boolean => bare(text).startsWith(TO_WRITE);
const isUnknown = (text: string): boolean => bare(text).startsWith(NOT_KNOWN);
const bare = (text: string): string => text.replace(/^[\s>*_+-]+/, '');

/**
 * Which sections are written: they have a text, and no mark of what is to be written is left. A fact that is not known
 * answers none of the four questions. Action items count as written with one item, or with the reason why there is none.
 */
export function sectionStates(markdown: string, { hasActions }: { hasActions: boolean }): SectionState[] {
  const lines = proseLines(markdown);
  return SECTIONS.map(({ key, title, isQuestion }) => {
    const mine = lines.filter(({ section }) => section === key).map(({ text }) => text);
    const says = mine.some((text) => /\p{L}/u.test(text) && !isMarker(text) && !(isQuestion && isUnknown(text)));
    const isWritten = key === 'actions' ? hasActions : says && !mine.some(isMarker);
    return { key, title, isQuestion, isWritten };
  });
}

/** A part of a text as it is shown. `title` is null for what stands before the first heading. */
export type TextPart = { key: SectionKey | null; title: string | null; body: string };

/** A text divided at its `##` headings, without the title of the document. */
export function partsOf(markdown: string): TextPart[] {
  const parts: (Omit<TextPart, 'body'> & { lines: string[] })[] = [{ key: null, title: null, lines: [] }];
  let fence: string | null = null;
  for (const line of markdown.split('\n')) {
    const [, mark, info = ''] = FENCE.exec(line) ?? [];
    const heading = fence === null ? headingOf(line) : null;
    if (mark !== undefined && fence === null) fence = mark;
    else if (fence !== null && mark?.startsWith(fence) && info.trim() === '') fence = null;
    if (heading?.level === 2) parts.push({ key: sectionOf(heading.title), title: heading.title, lines: [] });
    else if (heading?.level !== 1) parts.at(-1)?.lines.push(line);
  }
  return parts
    .map(({ lines, ...part }) => ({ ...part, body: lines.join('\n').trim() }))
    .filter(({ title, body }) => title !== null || body !== '');
}
