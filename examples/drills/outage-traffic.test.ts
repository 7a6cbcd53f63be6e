import { expect, test } from 'vitest';
import { seededRandom } from '../demo/random.ts';
import { failures, trafficOf } from './outage-traffic.ts';

const from = Date.parse('2026-11-27T12:00:00Z');
const range = { from, to: from + 10 * 60_000, perMinute: 60 };
const play = (isOut: boolean) => trafficOf({ ...range, isOut }, { id: `d-${isOut}`, random: seededRandom(7) });

test('one provider fails while it is out and is well before, at the times that are asked for', () => {
  const [well, out] = [failures(play(false)), failures(play(true))];
  expect(well.requests).toBeGreaterThan(200);
  expect(well.failed / well.requests).toBeLessThan(0.05);
  expect(out.failed / out.requests).toBeGreaterThan(0.5);
  const firsts = play(true).filter(({ attempt }) => attempt === 1);
  expect(firsts).toHaveLength(600);
  for (const { at } of firsts) expect(Date.parse(at) >= range.from && Date.parse(at) < range.to).toBe(true);
  expect(new Set(firsts.map(({ id }) => id)).size).toBe(600);
});
