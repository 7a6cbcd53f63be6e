import { fc, test as property } from '@fast-check/vitest';
import { expect, test } from 'vitest';
import { parseInstant } from './instant.ts';

property.prop([fc.date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })])(
  'what toISOString writes is read back to the millisecond',
  (date) => {
    expect(parseInstant(date.toISOString())).toBe(date.getTime());
  },
);

test.each([
  ['2026-03-04T12:00:00Z', '2026-03-04T12:00:00.000Z'],
  ['2026-03-04T12:00:00.123456789Z', '2026-03-04T12:00:00.123Z'],
  ['2026-03-04T12:00:00.5+02:30', '2026-03-04T09:30:00.500Z'],
  ['2026-03-04t12:00:00-01:00', '2026-03-04T13:00:00.000Z'],
  ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
])('%s is %s', (text, iso) => {
  expect(parseInstant(text)).toBe(Date.parse(iso));
});

test.each([
  '',
  '2026-03-04',
  '2026-03-04T12:00:00',
  '2026-13-01T00:00:00Z',
  '2026-02-30T00:00:00Z',
  '2026-03-04T24:00:00Z',
  '04 Mar 2026',
  '2026-03-04T12:00:00+99:00',
  '1772625600000',
])('%j is no RFC 3339 time', (text) => {
  expect(parseInstant(text)).toBeNull();
});
