import { describe, expect, test } from 'vitest';
import { faultOfDatabase, isTransactionConflict, isTransient } from './database-faults.ts';
import { conflict, Fault, invalid } from './faults.ts';

const driver = (code: string) => Object.assign(new Error('of the driver'), { code });
const wrapped = (code: string) => new Error('of Drizzle', { cause: driver(code) });
const fault = (internal: unknown) => new Fault('unavailable', { status: 503, public: 'Not now.', internal });

describe("the driver's error code", () => {
  test.each([
    ['as it came', driver],
    ['behind Drizzle', wrapped],
    ['behind a fault of ours, such as that of the audit log', (code: string) => fault(wrapped(code))],
  ])('is found %s', (_, errorOf) => {
    expect(isTransient(errorOf('57P01'))).toBe(true);
    expect(isTransient(errorOf('23505'))).toBe(false);
    expect(isTransactionConflict(errorOf('40P01'))).toBe(true);
    expect(isTransactionConflict(errorOf('57P01'))).toBe(false);
  });

  test.each([
    ['57014', 'took too long'],
    ['55P03', 'took too long'],
    ['25P03', 'cannot be reached'],
    ['57P01', 'cannot be reached'],
  ])('%s is 503 with Retry-After: %s', (code, words) => {
    const found = faultOfDatabase(wrapped(code));
    expect(found).toMatchObject({ status: 503, headers: { 'retry-after': '2' } });
    expect(found?.message).toContain(words);
  });

  test('is not looked for in the code of a fault', () => {
    for (const error of [conflict('ENOENT', 'No.'), invalid('/x', '40001', 'No.'), fault(undefined)]) {
      expect(isTransient(error)).toBe(false);
      expect(isTransactionConflict(error)).toBe(false);
      expect(faultOfDatabase(error)).toBe(error);
    }
  });
});
