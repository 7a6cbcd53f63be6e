import { describe, expect, test } from 'vitest';
import { itemOfRow } from './csv-items.ts';

describe('a row of a CSV file', () => {
  test('gives the fields of an item by their names, and an input variable for every other column', () => {
    const header = [
      'id',
      'question',
      'input.id',
      'expected',
      'category',
      'weight',
      'tags',
      'cluster',
      'metadata.source',
    ];
    expect(itemOfRow(header, ['7', 'Why?', 'x', 'because', 'hard', '2.5', 'a; b', 'doc-1', 'forum'])).toEqual({
      id: '7',
      input: { question: 'Why?', id: 'x' },
      expected: 'because',
      category: 'hard',
      weight: 2.5,
      tags: ['a', 'b'],
      cluster: 'doc-1',
      metadata: { source: 'forum' },
    });
  });

  test('keeps a weight that is no number, so that the check of items refuses it', () => {
    expect(itemOfRow(['id', 'weight'], ['1', 'heavy'])).toMatchObject({ weight: 'heavy' });
  });

  test('leaves empty fields out, but keeps empty input', () => {
    expect(itemOfRow(['id', 'q', 'expected', 'weight'], ['1', '', '', ''])).toEqual({ id: '1', input: { q: '' } });
  });
});

describe("a row of promptfoo's CSV file", () => {
  const row = (assertion: string, ...more: string[]) =>
    itemOfRow(['question', '__expected', ...more.map((_, i) => `__expected${i + 2}`)], ['Why?', assertion, ...more]);

  test.each([
    ['because', { expected: 'because' }],
    ['equals: because', { expected: 'because' }],
    ['contains: because', { expected: 'because', metadata: { assert: ['contains: because'] } }],
    ['regex: ^be', { expected: '^be', metadata: { assert: ['regex: ^be'] } }],
    ['llm-rubric: is polite', { metadata: { assert: ['llm-rubric: is polite'] } }],
    ['similar(0.8): because', { metadata: { assert: ['similar(0.8): because'] } }],
    ['is-json', { metadata: { assert: ['is-json'] } }],
    ['Note: see above', { expected: 'Note: see above' }],
    ['', {}],
  ])('with the assertion %j', (assertion, expected) => {
    expect(row(assertion)).toEqual({ input: { question: 'Why?' }, ...expected });
  });

  test('keeps further assertions', () => {
    expect(row('a', 'is-json')).toEqual({
      input: { question: 'Why?' },
      expected: 'a',
      metadata: { assert: ['a', 'is-json'] },
    });
  });

  test('reads its metadata columns, the category among them; its variables may be called id or expected', () => {
    const header = [
      'id',
      'expected',
      '__expected',
      '__metadata:category',
      '__metadata:id',
      '__metadata:team',
      '__description',
    ];
    expect(itemOfRow(header, ['v1', 'v2', 'x', 'hard', '9', 'a', 'a hard one'])).toEqual({
      id: '9',
      input: { id: 'v1', expected: 'v2' },
      expected: 'x',
      category: 'hard',
      metadata: { team: 'a', description: 'a hard one' },
    });
  });
});
