import { fc, test as property } from '@fast-check/vitest';
import { describe, expect, test } from 'vitest';
import { contaminationProblem, type Item, normalText, sharedItems } from './shared-items.ts';

const item = (id: string, content: unknown, contentHash = JSON.stringify(content)): Item => ({
  id,
  content,
  contentHash,
});

describe('a golden item is shared', () => {
  test.for([
    ['with the same content', { q: 'Is 17 a prime?' }, { q: 'Is 17 a prime?' }, 'content'],
    ['in other case, spaces and punctuation', { q: 'Is 17 a prime?' }, { q: '  is 17  A PRIME ' }, 'text'],
    ['in full width, with an invisible character', { q: 'Is 17 a prime?' }, { q: 'Ｉs 17 a\u200b prime' }, 'text'],
    [
      'as a message of a chat',
      { q: 'Is 17 a prime?' },
      { messages: [{ role: 'user', content: 'Is 17 a prime?' }] },
      'text',
    ],
    [
      'with all of its texts in one item',
      { a: 'One text', b: 'Another' },
      { x: ['another', 'more', 'one text'] },
      'text',
    ],
  ] as const)('%s', ([, golden, training, by]) => {
    expect(sharedItems([item('g', golden)], [item('t', training)])).toEqual([{ goldenId: 'g', trainingId: 't', by }]);
  });

  test.for([
    ['another number', { q: 'Is 17 a prime?' }, [{ q: 'Is 19 a prime?' }]],
    ['another sign', { q: 'Halve -5' }, [{ q: 'Halve 5' }]],
    ['another decimal', { q: 'Halve 3.5' }, [{ q: 'Halve 35' }]],
    ['a part of a longer text', { q: 'Is 17 a prime?' }, [{ q: 'Is 17 a prime? And 19?' }]],
    ['its texts in two items', { a: 'One text', b: 'Another' }, [{ a: 'One text' }, { b: 'Another' }]],
    ['no text at all', { n: 1 }, [{ n: 2 }]],
    ['punctuation only', { q: '???' }, [{ q: '!' }]],
  ] as const)('not with %s', ([, golden, training]) => {
    expect(
      sharedItems(
        [item('g', golden)],
        training.map((content, i) => item(`t${i}`, content)),
      ),
    ).toEqual([]);
  });
});

property.prop([fc.string()])('normalising twice is normalising once', (text) => {
  expect(normalText(normalText(text))).toBe(normalText(text));
});

property.prop([fc.array(fc.string({ minLength: 1 })), fc.nat()])(
  'a set shares all of itself, whatever the order',
  (texts, seed) => {
    const items = texts.map((text, i) => item(`i${i}`, { text }));
    const turned = items.map((_, i) => items[(i + seed) % items.length] as Item);
    expect(sharedItems(items, turned).map(({ goldenId }) => goldenId)).toEqual(items.map(({ id }) => id));
  },
);

describe('contamination', () => {
  const shared = ['a', 'b', 'c', 'd'].map((goldenId) => ({ goldenId, trainingId: 't', by: 'text' as const }));
  const about = { goldenItems: 200, training: 'support-2026@3' };

  test('is refused without a reason, with how many and which', () => {
    expect(contaminationProblem(shared, { ...about, reason: ' ' })?.message).toBe(
      '4 of 200 items are in the training dataset support-2026@3 too: a, b, c and 1 more. Remove them, or give a reason to measure with them.',
    );
  });
  test('is allowed with one', () => expect(contaminationProblem(shared, { ...about, reason: 'known' })).toBeNull());
  test('is none where nothing is shared', () =>
    expect(contaminationProblem([], { ...about, reason: null })).toBeNull());
});
