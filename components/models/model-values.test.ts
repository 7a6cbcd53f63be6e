import { expect, test } from 'vitest';
import { factsOf, formDefaults } from './model-values.ts';
import type { ModelRow } from './model-words.ts';

const sentBy = (values: Record<string, string>) => {
  const data = new FormData();
  for (const [name, value] of Object.entries(values)) data.set(name, value);
  return factsOf(data);
};
const model = (more: Partial<ModelRow>) =>
  ({ baseModel: null, moreBases: [], modalities: null, capabilities: null, ...more }) as ModelRow;

test.each([
  ['no base', model({}), null],
  ['the base of a fine-tune', model({ baseModel: 'acme/base' }), 'acme/base'],
  ['every base of a merge', model({ baseModel: 'acme/a', moreBases: ['acme/b', 'c'] }), ['acme/a', 'acme/b', 'c']],
])('a form that is sent as it was filled keeps %s', (_, row, base) => {
  expect(sentBy(formDefaults(row)).base_model).toEqual(base);
});

test('an empty field clears its fact, and lists are split at commas', () => {
  expect(sentBy({ owner: ' ', modalities: 'text, image,', context_window: '128000' })).toMatchObject({
    ...{ owner: null, display_name: null, modalities: ['text', 'image'], context_window: 128_000 },
  });
});
