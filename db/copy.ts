/** Writes rows in Postgres's binary COPY format into one growing buffer. 2 to 4 times faster than any INSERT form. */
const SIGNATURE = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const TRAILER = Buffer.from([0xff, 0xff]);
const EPOCH_2000_MS = 946_684_800_000;
const TEXT_OID = 25;
const HIGH = 4_294_967_296;
/** The largest double that int8 holds. */
const INT8_MAX = 2 ** 63 - 1024;

/** What stands before the first row and after the last one. */
export const copyHeader = (): Buffer => SIGNATURE;
export const copyTrailer = (): Buffer => TRAILER;

/**
 * An encoder of rows: `row(columns)`, then exactly that many values in the order of the COPY statement. `undefined` and
 * `null` are NULL. It checks no types: the caller knows the columns.
 */
export class CopyWriter {
  #bytes: Buffer;
  #at = 0;

  constructor(capacity = 65_536) {
    this.#bytes = Buffer.allocUnsafe(capacity);
  }

  /** How many bytes are written: the start of the next row. */
  get length(): number {
    return this.#at;
  }

  /** The rows written so far, without header and trailer; valid until the next write. */
  bytes(): Buffer {
    return this.#bytes.subarray(0, this.#at);
  }

  row(columns: number): void {
    this.#room(2);
    this.#at = this.#bytes.writeInt16BE(columns, this.#at);
  }

  nothing(): void {
    this.#room(4);
    this.#at = this.#bytes.writeInt32BE(-1, this.#at);
  }

  bool(value: boolean | null | undefined): void {
    if (value == null) {
      this.nothing();
      return;
    }
    this.#sized(1);
    this.#at = this.#bytes.writeInt8(value ? 1 : 0, this.#at);
  }

  int2(value: number | null | undefined): void {
    if (value == null) {
      this.nothing();
      return;
    }
    this.#sized(2);
    this.#at = this.#bytes.writeInt16BE(value, this.#at);
  }

  int4(value: number | null | undefined): void {
    if (value == null) {
      this.nothing();
      return;
    }
    this.#sized(4);
    this.#at = this.#bytes.writeInt32BE(value, this.#at);
  }

  /** A whole number as int8. Sums beyond its range become its end: one extreme cost must not stop every rollup. */
  int8(value: number | null | undefined): void {
    if (value == null) {
      this.nothing();
      return;
    }
    this.#sized(8);
    const held = Math.min(Math.max(value, -INT8_MAX), INT8_MAX);
    const high = Math.floor(held / HIGH);
    this.#bytes.writeInt32BE(high, this.#at);
    this.#at = this.#bytes.writeUInt32BE(held - high * HIGH, this.#at + 4);
  }

  bigint(value: bigint): void {
    this.#sized(8);
    this.#at = this.#bytes.writeBigInt64BE(value, this.#at);
  }

  float8(value: number | null | undefined): void {
    if (value == null) {
      this.nothing();
      return;
    }
    this.#sized(8);
    this.#at = this.#bytes.writeDoubleBE(value, this.#at);
  }

  /** Milliseconds since 1970, whole, as timestamptz. */
  instant(ms: number | null | undefined): void {
    this.int8(ms == null ? null : (ms - EPOCH_2000_MS) * 1000);
  }

  /** Bytes as they are: bytea, or the 16 bytes of a uuid. */
  raw(value: Uint8Array | null | undefined): void {
    if (value == null) {
      this.nothing();
      return;
    }
    this.#sized(value.length);
    this.#bytes.set(value, this.#at);
    this.#at += value.length;
  }

  /** 32 hex characters as uuid. */
  uuid(hex: string): void {
    this.#sized(16);
    this.#at += this.#bytes.write(hex, this.#at, 16, 'hex');
  }

  text(value: string | null | undefined): void {
    if (value == null) {
      this.nothing();
      return;
    }
    this.#room(4 + value.length * 3);
    const written = this.#bytes.write(value, this.#at + 4, 'utf8');
    this.#bytes.writeInt32BE(written, this.#at);
    this.#at += 4 + written;
  }

  /** A JSON value as jsonb: its format's version, then its text. */
  jsonb(value: unknown): void {
    if (value == null) {
      this.nothing();
      return;
    }
    const text = Buffer.from(JSON.stringify(value));
    this.#sized(1 + text.length);
    this.#at = this.#bytes.writeInt8(1, this.#at);
    this.#bytes.set(text, this.#at);
    this.#at += text.length;
  }

  /** A one-dimensional text[]; empty is stored as NULL. */
  textArray(values: readonly string[] | null | undefined): void {
    if (values == null || values.length === 0) {
      this.nothing();
      return;
    }
    this.#room(24);
    const start = this.#at;
    for (const header of [0, 1, 0, TEXT_OID, values.length, 1]) this.#at = this.#bytes.writeInt32BE(header, this.#at);
    for (const value of values) this.text(value);
    this.#bytes.writeInt32BE(this.#at - start - 4, start);
  }

  #sized(length: number): void {
    this.#room(4 + length);
    this.#at = this.#bytes.writeInt32BE(length, this.#at);
  }

  #room(more: number): void {
    if (this.#at + more <= this.#bytes.length) return;
    const grown = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#at + more));
    this.#bytes.copy(grown, 0, 0, this.#at);
    this.#bytes = grown;
  }
}
