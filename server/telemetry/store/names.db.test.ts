import { afterAll, beforeAll, expect, test } from 'vitest';
import { type System, startSystem } from '#test/harness/system.ts';
import { makeNames } from './names.ts';

let system: System;
beforeAll(async () => {
  system = await startSystem();
});
afterAll(() => system.dispose());

test('a call that holds the names of a slot keeps every number it looked up after other calls filled and replaced the cache', async () => {
  const names = makeNames(system.services.sql, { tableMax: 3 });
  const mine = names.slotNamesOf(64);
  await names.numberTexts(64, 'prompt', ['a', 'b'], mine);
  await names.numberTexts(64, 'service', ['s-1', 's-2', 's-3', 's-4'], names.slotNamesOf(64));
  await names.numberTexts(64, 'prompt', ['c'], mine);
  expect(names.slotNamesOf(64)).not.toBe(mine);
  expect([...mine.prompt.byText.keys()]).toEqual(['a', 'b', 'c']);
  const again = await names.find(64, 'prompt', ['a', 'b', 'c']);
  expect(again).toEqual(mine.prompt.byText);
});
