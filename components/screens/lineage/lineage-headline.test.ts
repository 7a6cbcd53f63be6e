import { expect, test } from 'vitest';
import type { Figure } from '#components/models/lineage/figure.ts';
import { lineageEvidence, lineageHeadline } from './lineage-headline.ts';

/** Numbers stay with their nouns by a no-break space. */
const plain = (text: string) => text.replaceAll('\u00a0', ' ');
const model = { kind: 'registered_model', id: 'm' } as Figure['nodes'][number];
const served = { kind: 'prompt_version' as const, id: 'p', prompt: 'a', version: 1, environments: ['staging'] };
const row = {
  golden: { dataset: 'orders-golden', version: 6, items: 120 },
  training: { dataset: 'orders-train', version: '4' },
  ...{ models: ['harbour/mini'], reached: ['harbour/mini'], sharedTotal: 7, shared: [], reason: null },
};
const reason = { text: 'Known', by: 'Paolo', at: new Date(0) };

test.for([
  [[], [], 'No model says what it was made from.'],
  [[model, served], [], '1 model in lineage, serving in 1 place.'],
  [[model], [], '1 model in lineage, none of which serves.'],
  [
    [model],
    [row],
    'orders-golden 6 shares 7 of its 120 items with what harbour/mini was trained on, and nobody said why.',
  ],
  [
    [model],
    [{ ...row, reason }],
    'orders-golden 6 shares 7 of its 120 items with what harbour/mini was trained on, for a reason.',
  ],
] as const)('%#: %j', ([nodes, rows, sentence]) => {
  expect(plain(lineageHeadline({ nodes: [...nodes], edges: [] }, [...rows]))).toBe(sentence);
});

test('what was not compared is said', () => {
  expect(lineageEvidence({ elsewhere: [], waiting: 0 })).toContain('Every golden set was compared');
  expect(plain(lineageEvidence({ elsewhere: [{ dataset: 's3', version: null }], waiting: 2 }))).toBe(
    'The items of 1 training dataset are not in this project, so nobody knows what golden sets share with it. 2 pairs of sets not compared yet, or too large to be.',
  );
});
