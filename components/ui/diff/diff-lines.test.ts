import { describe, expect, it } from 'vitest';
import { changedLineCount, type DiffLine, type DiffPart, diffTexts, markWords, newDiffBudget } from './diff-lines.ts';

const marked = (parts: DiffPart[]) => parts.map((part) => (part.changed ? `[${part.text}]` : part.text)).join('');
const shown = (lines: DiffLine[]) =>
  lines.map((line) => {
    const sign = { same: ' ', removed: '-', added: '+' }[line.kind];
    return `${line.before ?? ''}|${line.after ?? ''}|${sign}${marked(line.parts)}`;
  });

describe('a diff of two texts', () => {
  it('marks the words of an edited line and numbers both sides', () => {
    const before = 'Use only the passages.\nMention the passage you used.\nSay so.';
    const after = 'Use only the passages.\nGive the passage number.\nSay so.\nBe brief.';
    expect(shown(diffTexts(before, `${after}\n`))).toEqual([
      '1|1| Use only the passages.',
      '2||-[Mention] the passage [you used].',
      '|2|+[Give] the passage [number].',
      '3|3| Say so.',
      '|4|+[Be brief.]',
    ]);
  });

  it('marks a whole line when it has little in common with the one it replaces', () => {
    const lines = diffTexts('alpha beta gamma', 'one two three four');
    expect(shown(lines)).toEqual(['1||-[alpha beta gamma]', '|1|+[one two three four]']);
  });

  it('reports equal texts as equal, whatever their line endings', () => {
    expect(changedLineCount(diffTexts('a\r\nb\r\n', 'a\nb\n'))).toBe(0);
  });

  it('counts an edited line once', () => {
    expect(changedLineCount(diffTexts('a b c\nx', 'a b d\nx\ny'))).toBe(2);
  });

  it('takes the space between two changed words into the mark', () => {
    expect(marked(markWords('it has no divisors', 'it is not divisors').after)).toBe('it [is not] divisors');
  });
});

it.each([
  ['finds the line that two texts of 500 others share', 500, { removed: 500, same: 1, added: 500 }],
  ['stops after 1,000 edits: longer texts count as replaced as a whole', 501, { removed: 502, added: 502 }],
])('%s', (_, others, kinds) => {
  const text = (word: string) => [...Array.from({ length: others }, (_, i) => `${word} ${i}`), 'shared'].join('\n');
  const lines = Map.groupBy(diffTexts(text('before'), text('after')), ({ kind }) => kind);
  expect(Object.fromEntries([...lines].map(([kind, { length }]) => [kind, length]))).toEqual(kinds);
});

it('stops comparing once the budget of a view is used up, and shows texts as replaced', () => {
  const budget = newDiffBudget();
  const text = (word: string) => Array.from({ length: 400 }, (_, i) => `${word} ${i}`).join('\n');
  const kinds = Array.from(
    { length: 60 },
    () => diffTexts(`same\n${text('a')}`, `same\n${text('b')}`, budget)[0]?.kind,
  );
  expect([kinds[0], kinds.at(-1)]).toEqual(['same', 'removed']);
  expect(Math.min(budget.steps, budget.lines, budget.wordChars)).toBeGreaterThanOrEqual(0);
});
