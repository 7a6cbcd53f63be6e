import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { CopyWriter, copyHeader, copyTrailer } from './copy.ts';
import { CopyReader } from './copy-reader.ts';

const optional = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: null });
const rows = fc.array(
  fc.record({
    int2: optional(fc.integer({ min: -32_768, max: 32_767 })),
    int4: optional(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })),
    int8: optional(fc.maxSafeInteger()),
    big: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    float8: optional(fc.double({ noNaN: true })),
    bool: optional(fc.boolean()),
    at: fc.integer({ min: 0, max: 4_102_444_800_000 }),
    bytes: optional(fc.uint8Array({ maxLength: 300 })),
    text: optional(fc.string({ unit: 'grapheme', maxLength: 80 })),
  }),
  { maxLength: 20 },
);

test.prop([rows, fc.integer({ min: 1, max: 64 })])(
  'rows are read back as they were written, however the bytes are cut on their way',
  (written, cut) => {
    const writer = new CopyWriter(8);
    for (const row of written) {
      writer.row(9);
      writer.int2(row.int2);
      writer.int4(row.int4);
      writer.int8(row.int8);
      writer.bigint(row.big);
      writer.float8(row.float8);
      writer.bool(row.bool);
      writer.instant(row.at);
      writer.raw(row.bytes);
      writer.text(row.text);
    }
    const all = Buffer.concat([copyHeader(), writer.bytes(), copyTrailer()]);
    const read: unknown[] = [];
    const reader = new CopyReader((row) => {
      read.push({
        int2: row.int(),
        int4: row.int(),
        int8: row.int8(),
        big: row.bigint(),
        float8: row.float8(),
        bool: row.bool(),
        at: row.instant(),
        bytes: copyOf(row.bytes()),
        text: row.bytes()?.toString('utf8') ?? null,
      });
    });
    for (let at = 0; at < all.length; at += cut) reader.push(all.subarray(at, at + cut));
    expect(read).toEqual(written);
  },
);

const copyOf = (bytes: Buffer | null): Uint8Array | null => (bytes === null ? null : Uint8Array.from(bytes));
