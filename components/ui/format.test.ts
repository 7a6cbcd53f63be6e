import { describe, expect, it } from 'vitest';
import * as format from './format.ts';

/** No-break spaces are written as ordinary ones here, for readable cases. */
const cases: Array<[write: (...args: never[]) => string, args: unknown[], text: string]> = [
  [format.latency, [612], '612 ms'],
  [format.latency, [3.21], '3.2 ms'],
  [format.latency, [0], '0 ms'],
  [format.latency, [999.6], '1.00 s'],
  [format.latency, [4820], '4.82 s'],
  [format.latency, [9996], '10.0 s'],
  [format.latency, [31_800], '31.8 s'],
  [format.latency, [120_400], '120 s'],
  [format.latency, [null], '–'],
  [format.duration, [45_000], '45 s'],
  [format.duration, [200_000], '3 min 20 s'],
  [format.duration, [120_000], '2 min'],
  [format.duration, [17 * 60_000], '17 min'],
  [format.duration, [128 * 60_000], '2 h 08 min'],
  [format.duration, [24 * 3_600_000], '24 h'],
  [format.duration, [21 * 86_400_000], '21 days'],
  [format.money, [412], '$412'],
  [format.money, [9900], '$9,900'],
  [format.money, [1.07], '$1.07'],
  [format.money, [12.5], '$12.50'],
  [format.money, [99.999], '$100'],
  [format.money, [0.0214], '$0.0214'],
  [format.money, [0.31], '$0.310'],
  [format.money, [0], '$0'],
  [format.money, [-4], '−$4.00'],
  [format.money, [undefined], '–'],
  [format.moneyBeside, [0.766, 12.74], '$0.77'],
  [format.moneyBeside, [20, 120], '$20'],
  [format.moneyBeside, [-0.0005, 0.0214], '−$0.0005'],
  [format.moneyBeside, [0.0004, 12.74], '$0.000400'],
  [format.pricePerMillion, [0.12], '$0.12 / 1 M'],
  [format.pricePerMillion, [0.0755], '$0.0755 / 1 M'],
  [format.pricePerMillion, [15], '$15.00 / 1 M'],
  [format.percent, [0.976], '97.6 %'],
  [format.percent, [0.0031], '0.31 %'],
  [format.percent, [0.00996], '1.0 %'],
  [format.percent, [0], '0 %'],
  [format.percent, [1], '100 %'],
  [format.percent, [Number.NaN], '–'],
  [format.share, [0.25], '25 %'],
  [format.share, [0.025], '2.5 %'],
  [format.change, [0.062], '+6.2 %'],
  [format.change, [-0.78], '−78 %'],
  [format.change, [0], '0.0 %'],
  [format.points, [-0.952], '−95.2'],
  [format.points, [0.045], '+4.5'],
  [format.points, [-0.0001], '0.0'],
  [format.points, [-0.0195, 2], '−1.95'],
  [format.pointsInWords, [-0.038], '−3.8 points'],
  [format.count, [1_404_000], '1,404,000'],
  [format.countShort, [184_310], '184 k'],
  [format.countShort, [2_140_000], '2.1 M'],
  [format.countShort, [999_950], '1 M'],
  [format.countShort, [214_000_000], '214 M'],
  [format.countShort, [12], '12'],
  [format.countShort, [1.25], '1.3'],
  [format.score, [0.8741], '0.874'],
  [format.plusMinus, [0.874, 0.004], '0.874 ± 0.004'],
  [format.plusMinus, [0.874, null], '0.874'],
  [format.range, [-0.096, 0.02, format.points], '−9.6 to +2.0'],
  [format.range, [null, 1, format.points], '–'],
  [format.sampleSize, [12_480], 'n 12,480'],
  [format.times, [12.9], '12.9 ×'],
  [format.plural, [1, 'category', 'categories'], '1 category'],
  [format.plural, [5, 'category', 'categories'], '5 categories'],
];

describe('formats of numbers', () => {
  it.each(cases.map(([write, args, text]) => [write.name, args, text, write] as const))(
    '%s(%j) is %s',
    (_name, args, text, write) => {
      expect(write(...(args as never[])).replaceAll('\u00a0', ' ')).toBe(text);
    },
  );

  it('keeps number and unit on one line', () => {
    expect(format.latency(612)).toBe('612\u00a0ms');
  });
});
