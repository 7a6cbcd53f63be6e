import { expect, test } from 'vitest';
import { noiseOf } from './noise.ts';

const told = (person: string, at: string, severity: 'page' | 'warning' = 'page') => ({
  ...{ person, severity, at: Date.parse(at) },
});

test('noise is counted by person and local week, pages at night apart', () => {
  const noise = noiseOf(
    [
      told('ada', '2026-11-23T05:59:00Z'),
      told('ada', '2026-11-23T06:00:00Z'),
      told('ada', '2026-11-29T22:59:00Z'),
      told('ada', '2026-11-29T23:00:00Z'),
      told('ada', '2026-11-24T12:00:00Z', 'warning'),
      told('bo', '2026-11-24T02:00:00Z', 'warning'),
    ],
    'Europe/Berlin',
  );
  expect(noise.map(({ week, person, ...n }) => [week, person, n.pages, n.nightPages, n.warnings])).toEqual([
    ['2026-11-30', 'ada', 1, 1, 0],
    ['2026-11-23', 'ada', 3, 2, 1],
    ['2026-11-23', 'bo', 0, 0, 1],
  ]);
});
