import { describe, expect, it } from 'vitest';
import { countTick, highest, latencyTicks, moneyTick, percentTick } from './tick-format.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('ticks', () => {
  it.each([
    ['seconds without zeros', latencyTicks(32_000)(30_000), '30 s'],
    ['parts of a second where the axis is in seconds', latencyTicks(1500)(500), '0.5 s'],
    ['zero in the unit of its axis', latencyTicks(1500)(0), '0 s'],
    ['milliseconds below a second', latencyTicks(800)(250), '250 ms'],
    ['whole dollars', moneyTick(30), '$30'],
    ['cents', moneyTick(0.5), '$0.5'],
    ['parts of a cent', moneyTick(0.00025), '$0.00025'],
    ['a share', percentTick(0.01), '1 %'],
    ['half a percent', percentTick(0.005), '0.5 %'],
    ['half a request', countTick(2.5), '2.5'],
    ['thousands', countTick(20_000), '20 k'],
  ])('%s', (_, shown, expected) => {
    expect(plain(shown)).toBe(expected);
  });
  it('finds the largest known value', () => {
    expect(highest([1, null, 3], [2])).toBe(3);
    expect(highest([null])).toBe(0);
  });
});
