import { expect, test } from 'vitest';
import { stepsOf } from './lanes.tsx';

const lanes = (...serving: (number | null)[]) =>
  ['experiment', 'staging', 'production'].map((environment, i) => ({
    environment,
    protected: environment === 'production',
    serving: serving[i] == null ? null : { version: serving[i] },
  }));

test.each([
  ['what serves on the left goes on', lanes(16, 14, 13), ['deploy 16 staging', 'promote 14 production', null]],
  ['what serves on both sides stays', lanes(14, 14, 14), [null, null, null]],
  ['into a protected one, the newest goes where nothing serves before', lanes(), [null, 'promote 17 production', null]],
  ['an older one can come from the left too', lanes(3, 5, 5), ['deploy 3 staging', null, null]],
] as const)('%s', (_sentence, given, expected) => {
  const steps = stepsOf({ latestVersion: 17, lanes: given });
  expect(steps.map((step) => step && `${step.kind} ${step.version} ${step.to}`)).toEqual(expected);
});

test('a prompt without versions is offered nothing', () => {
  expect(stepsOf({ latestVersion: null, lanes: lanes() })).toEqual([null, null, null]);
});
